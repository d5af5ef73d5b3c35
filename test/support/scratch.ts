import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let root: string | undefined

/** A new folder that is gone when the tests of this file have ended. */
export function scratch(name = 'run'): string {
  root ??= commonRoot()
  return mkdtempSync(join(root, `${name}-`))
}

/** Others may look into it: as root, apt fetches as a user of its own. */
function commonRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-tests-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Called after the tests of each file: see each-file.ts. */
export function removeScratch(): void {
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
  root = undefined
}
