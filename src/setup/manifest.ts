import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Name of the file that completes a folder of unpacked Debian packages; it is written last. */
export const MANIFEST = 'lvslab-sysroot.json'

/** What a folder of unpacked Debian packages holds, and what it leans on. */
export interface Manifest {
  /** The list that it was made from, word for word. */
  readonly list: string
  /** Debian's code name, `bookworm`, and its name for the architecture, `amd64`. */
  readonly release: string
  readonly architecture: string
  /** Unpacked packages: name → version. */
  readonly packages: Readonly<Record<string, string>>
  /** Packages of the machine that the unpacked ones depend on. */
  readonly leansOn: readonly string[]
  /** Commands of the list → where they are: relative to the folder, or absolute on the machine itself. */
  readonly tools: Readonly<Record<string, string>>
  /** What `uname -r` says inside the User-Mode Linux among the tools; absent where there is none. */
  readonly kernelRelease?: string
}

/** The manifest of a folder; undefined where there is none or an unreadable one. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest
  } catch {
    return undefined
  }
}
