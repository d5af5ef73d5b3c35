import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { $, complaint } from '../shell.ts'
import { megabytes } from './progress.ts'
import { Unsupported } from './unsupported.ts'

/** Most that a build takes of the disk, in octets: packages, unpacked source, object files. */
export const ROOM = 900e6

/** Throws Unsupported where a folder's disk has not the room for what a build will still add; `there` is in octets. */
export async function expectRoom(folder: string, there = 0): Promise<void> {
  const needed = Math.max(0, ROOM - there)
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < needed)
    throw new Unsupported(
      `a build needs ${megabytes(needed)}${there > 0 ? ' more' : ''} in ${folder}, where ${megabytes(bavail * bsize)} are free`,
      'with room elsewhere: LVSLAB_CACHE=FOLDER lvslab kernel build',
    )
}

/** Octets of the disk that folders take, as far as they are there. */
export async function taken(folders: readonly string[]): Promise<number> {
  const there = folders.filter((folder) => existsSync(folder))
  if (there.length === 0) return 0
  const { stdout } = await $`du --summarize --block-size=1 ${there}`
  return stdout
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number.parseInt(line, 10), 0)
}

/** Whether something failed for want of room, in the words of Node.js, apt or anyone who quotes strerror(3). */
export const isDiskFull = (error: unknown): boolean =>
  /no space left|enough free space/i.test(complaint(error))
