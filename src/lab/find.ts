import { existsSync, readdirSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../text/diagnostic.ts'
import { nearest } from '../text/suggest.ts'
import type { Change } from './change.ts'
import { loadLab } from './load.ts'

/** The labs that come with the program: the `labs` folder nearest above this file, bundled or not. */
export const LABS_FOLDER = nearestLabs(import.meta.dirname)

function nearestLabs(folder: string): string {
  const labs = join(folder, 'labs')
  const parent = dirname(folder)
  return existsSync(labs) || parent === folder ? labs : nearestLabs(parent)
}

type Found = { readonly ok: true; readonly file: string } | { readonly ok: false; readonly error: Diagnostic }

/**
 * File of a lab that was asked for by name (`dr`), by folder (`./mine`) or by file (`mine/lab.yaml`). What
 * has a slash, ends in .yaml, or is . or .. is a path.
 */
export function findLab(nameOrPath: string, folder: string = LABS_FOLDER): Found {
  if (/\/|\.ya?ml$|^\.\.?$/.test(nameOrPath)) return findPath(nameOrPath)
  const names = labNames(folder)
  if (names.includes(nameOrPath)) return { ok: true, file: join(folder, nameOrPath, 'lab.yaml') }
  const suggestion = nearest(nameOrPath, names)
  const error: Diagnostic = {
    severity: 'error',
    message: `there is no lab "${nameOrPath}"`,
    remedy: `Labs: ${names.join(', ')}. A path of your own needs a slash: ./${nameOrPath}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  }
  return { ok: false, error }
}

function findPath(path: string): Found {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isFile()) return { ok: true, file: path }
  const file = join(path, 'lab.yaml')
  if (stat?.isDirectory() && existsSync(file)) return { ok: true, file }
  return { ok: false, error: { severity: 'error', message: whyNot(stat), path } }
}

function whyNot(stat: Stats | undefined): string {
  if (!stat) return 'no such file'
  return stat.isDirectory() ? 'no lab.yaml in this folder' : 'not a regular file'
}

/** One line of `lvslab list`. A lab that has mistakes is listed with them. */
export interface ListedLab {
  readonly name: string
  readonly file: string
  readonly title?: string
  readonly faults: readonly Change[]
  readonly variants: readonly Change[]
  readonly errors: readonly Diagnostic[]
}

/** Every lab of a folder, by name. */
export const listLabs = (folder: string = LABS_FOLDER): ListedLab[] =>
  labFiles(folder).map(({ name, file }) => listLab(name, file))

/** Name and file of every lab of a folder, by name. Nothing is read. */
export const labFiles = (folder: string = LABS_FOLDER): { name: string; file: string }[] =>
  labNames(folder).map((name) => ({ name, file: join(folder, name, 'lab.yaml') }))

/** Reads one lab for a list. */
export function listLab(name: string, file: string): ListedLab {
  const loaded = loadLab({ path: file })
  if (!loaded.ok) return { name, file, faults: [], variants: [], errors: loaded.errors }
  const { title, changes } = loaded.lab
  const faults = changes.filter((change) => change.kind === 'fault')
  const variants = changes.filter((change) => change.kind === 'variant')
  return { name, file, title, faults, variants, errors: [] }
}

function labNames(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => existsSync(join(folder, entry.name, 'lab.yaml')))
  return folders.map((entry) => entry.name).toSorted()
}
