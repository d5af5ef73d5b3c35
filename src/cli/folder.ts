import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { folders } from '../setup/folders.ts'

export type FolderResult =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly error: string }

/**
 * A new folder for the artifacts of a run below the user's state folder, named after the time (UTC) and what is
 * run. Runs that start in the same second get different folders.
 */
export function newRunFolder(what: string, now = new Date()): FolderResult {
  const { runs } = folders()
  const time = now.toISOString().slice(0, 19).replaceAll(':', '.')
  const name = `${time}-${what}`
  try {
    makeFolder(runs)
    return { ok: true, path: firstFree(runs, name) }
  } catch (error) {
    return {
      ok: false,
      error: `${runs} cannot be used for the results: ${reason(error)}. Name another with --out.`,
    }
  }
}

/** A folder that the user named: created where it is missing, refused where it holds anything. */
export function ownFolder(name: string): FolderResult {
  const path = resolve(name)
  try {
    makeFolder(path)
    accessSync(path, constants.W_OK | constants.X_OK)
    if (readdirSync(path).length > 0)
      return { ok: false, error: `${path} is not empty. Name a new folder: nothing is overwritten.` }
    return { ok: true, path }
  } catch (error) {
    return { ok: false, error: `${path} cannot be used for the results: ${reason(error)}.` }
  }
}

/** One level after the other: mkdir(2) on /proc says ENOENT, at which a recursive mkdirSync goes round for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

function firstFree(folder: string, name: string, attempt = 1): string {
  const path = join(folder, attempt === 1 ? name : `${name}-${attempt}`)
  try {
    mkdirSync(path)
    return path
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return firstFree(folder, name, attempt + 1)
  }
}

/** The system's own words without the call and its arguments: `EACCES: permission denied`. */
const reason = (error: unknown): string => String((error as Error).message).split(', ')[0] ?? ''
