import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { EVENTS_FILE } from '../report/artifacts.ts'
import { folders } from '../setup/folders.ts'
import { nearest } from '../text/suggest.ts'
import type { FolderResult } from './folder.ts'

/** Folder of a run: a path, its name below the state folder, or without either the newest one there. */
export function findRun(name: string | undefined): FolderResult {
  const { runs } = folders()
  const there = namesIn(runs)
  if (name === undefined) {
    const newest = there.at(-1)
    return newest === undefined
      ? { ok: false, error: `${runs} holds no run. Make one: lvslab run dr` }
      : { ok: true, path: join(runs, newest) }
  }
  const found = [resolve(name), join(runs, name)].find(isRun)
  if (found !== undefined) return { ok: true, path: found }
  const close = nearest(name, there)
  const hint = close === undefined ? `A run's folder holds ${EVENTS_FILE}.` : `Did you mean ${close}?`
  return { ok: false, error: `${name} is no run's folder, and no run in ${runs} is called so. ${hint}` }
}

const isRun = (folder: string): boolean => existsSync(join(folder, EVENTS_FILE))

/** Runs and checks in the order in which they began; those of a suite are in folders of it, and are named by their paths. */
function namesIn(runs: string): string[] {
  if (!existsSync(runs)) return []
  const began = (name: string) => statSync(join(runs, name)).birthtimeMs
  return readdirSync(runs)
    .flatMap((name) => [name, ...checksIn(runs, name)])
    .filter((name) => isRun(join(runs, name)))
    .sort((one, other) => began(one) - began(other))
}

/** Those of a live lab are in its folder. */
function checksIn(runs: string, name: string): string[] {
  if (!name.endsWith('-live')) return []
  return readdirSync(join(runs, name)).map((check) => join(name, check))
}
