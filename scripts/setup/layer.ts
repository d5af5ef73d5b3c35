/**
 * Usage: layer.ts NAME CACHE. Makes CACHE/NAME, a folder with the Debian packages of NAME.packages unpacked, and
 * those that they depend on and the machine lacks. Exit status 0 when there is nothing more to be done on this machine, 1 when
 * another try may do better; then CACHE/NAME.missing tells why, unless an earlier folder is still there.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST, readManifest } from '../../src/setup/manifest.ts'
import { PrivateApt } from './apt.ts'
import { buildLayer } from './build-layer.ts'
import { fits } from './fits.ts'
import { readList } from './list.ts'
import { describeMachine } from './machine.ts'
import { complaint, say } from './shell.ts'

const [name = 'sysroot', cache = '.'] = process.argv.slice(2)
const place = join(cache, name)
const list = await readList(join(import.meta.dirname, `${name}.packages`))
const machine = await describeMachine()
const manifest = readManifest(place)

if (machine === undefined) {
  await giveUp('Debian packages cannot be had here, for there is no apt')
} else if (manifest === undefined || !fits(manifest, place, list, machine)) {
  const folder = join(cache, `.new-${name}-${process.pid}`)
  try {
    say(`fetching Debian packages (${name})`)
    await buildLayer(folder, list, machine, new PrivateApt(join(cache, 'apt')))
    await switchTo(await complete(folder))
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    await giveUp(`could not get the Debian packages (${complaint(error)})`)
    process.exitCode = 1
  }
}

/** A complete folder is named after what went into it; one of that name is there only if it was found broken. */
async function complete(folder: string): Promise<string> {
  const key = createHash('sha256')
    .update(await readFile(join(folder, MANIFEST)))
    .digest('hex')
    .slice(0, 12)
  const final = `${name}-${key}`
  await rm(join(cache, final), { recursive: true, force: true })
  await rename(folder, join(cache, final))
  return final
}

/**
 * Readers follow one symbolic link, which changes in one step. A lab that is under way may still run from the folder
 * of before: that one is touched, and goes with the first change after a day.
 */
async function switchTo(folder: string): Promise<void> {
  const now = new Date()
  await utimes(place, now, now).catch(() => {})
  const link = join(cache, `.new-${name}.link`)
  await symlink(folder, link)
  await rename(link, place)
  await rm(`${place}.missing`, { force: true })
  await sweep(folder)
}

async function sweep(current: string): Promise<void> {
  const yesterday = Date.now() - 24 * 3600 * 1000
  for (const entry of await readdir(cache)) {
    if (!entry.startsWith(`${name}-`) || entry === current) continue
    const path = join(cache, entry)
    if ((await stat(path)).mtimeMs < yesterday) await rm(path, { recursive: true, force: true })
  }
}

async function giveUp(reason: string): Promise<void> {
  if (existsSync(place)) return say(`${reason}; going on with those of before`)
  const text = `${reason}: ${list.wanted[0]?.lost}`
  say(text)
  // Where the disk is full, the lines above have to do.
  await writeFile(`${place}.missing`, `${text}\n`).catch(() => {})
}
