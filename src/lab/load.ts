import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Diagnostic, diagnose } from '../text/diagnostic.ts'
import type { Source } from '../text/source.ts'
import { nearest } from '../text/suggest.ts'
import { type ChangedLab, resolveChanges } from './file/changes.ts'
import { readSource } from './file/read.ts'
import { type Resolved, resolveLab } from './file/resolve.ts'
import { patchLab, type RawLab } from './text/patch.ts'
import { applySettings } from './text/settings.ts'
import { entryOf, type MapTree } from './text/tree.ts'
import { readYaml } from './text/yaml.ts'
import type { Lab } from './types.ts'

export interface LoadOptions {
  /** `--set`: variable, or dotted way to a key of a node → value as YAML. Applied before the change. */
  readonly set?: Readonly<Record<string, string>>
  /** MAC addresses follow from it; `0` if not given. */
  readonly seed?: string
  /** Fault or variant to apply. */
  readonly change?: string
  /** Faults and variants that are applied before that one; mistakes that this leads to in others are not told. */
  readonly upon?: readonly string[]
}

const DEFAULT_SEED = '0'

/** Nobody reads more at a time. */
const MOST_DIAGNOSTICS = 100

export type Loaded =
  | { readonly ok: true; readonly lab: Lab; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly errors: readonly Diagnostic[] }

/**
 * Reads a lab file and works out everything that follows from it. All mistakes of the file are reported at
 * once, those of faults and variants that are not applied included.
 *
 * @param source path of the file; `text` stands for its content if given
 */
export function loadLab(source: { path: string; text?: string }, options: LoadOptions = {}): Loaded {
  const worked = workOut(source, options)
  if (!worked.ok) return worked
  const { healthy, changes, warnings } = worked
  const chosen = changes.find((one) => one.change.name === options.change)
  return { ok: true, lab: assemble(source.path, options, healthy, changes, chosen), warnings }
}

/** The lab as it is, then with each of its faults and variants, from one reading of a file without mistakes. */
export function loadWithChanges(path: string, options: Omit<LoadOptions, 'change'> = {}): Lab[] {
  const worked = workOut({ path }, options)
  if (!worked.ok) throw new Error(`${path} has mistakes`)
  const { healthy, changes } = worked
  return [undefined, ...changes].map((chosen) => assemble(path, options, healthy, changes, chosen))
}

type WorkedOut =
  | {
      readonly ok: true
      readonly healthy: Resolved
      readonly changes: readonly ChangedLab[]
      readonly warnings: readonly Diagnostic[]
    }
  | { readonly ok: false; readonly errors: readonly Diagnostic[] }

function workOut(source: { path: string; text?: string }, options: LoadOptions): WorkedOut {
  const { seed = DEFAULT_SEED, set = {}, change, upon = [] } = options
  const read = readSource(source.path, source.text)
  if (!read.ok) return { ok: false, errors: [read.error] }
  const { tree, errors } = readYaml(read.source)
  if (!tree) return { ok: false, errors }
  const file = applySettings({ tree, replicas: new Map() }, set, errors)
  const raw = upon.reduce((lab, name) => patchLab(lab, patchOf(lab, name), errors), file)
  const healthy = resolveLab(raw, seed)
  const changes = resolveChanges(raw, healthy, seed)
  const chosen = changes.find((one) => one.change.name === change)
  if (change !== undefined && healthy.data && !chosen)
    errors.push(unknownChange(change, changes, source.path))
  errors.push(...healthy.findings, ...changes.flatMap((one) => diagnosticsOf(one, one === chosen, options)))
  const all = unique([...errors, ...unusedVariables(tree, read.source)])
  const fatal = all.filter((one) => one.severity === 'error')
  if (fatal.length > 0 || !healthy.resolved) return { ok: false, errors: fatal.slice(0, MOST_DIAGNOSTICS) }
  return { ok: true, healthy: healthy.resolved, changes, warnings: all }
}

function assemble(
  path: string,
  { seed = DEFAULT_SEED }: LoadOptions,
  healthy: Resolved,
  changes: readonly ChangedLab[],
  chosen: ChangedLab | undefined,
): Lab {
  const file = resolve(path)
  const assertFile = join(dirname(file), 'assert.ts')
  return {
    name: labName(file),
    file,
    ...(existsSync(assertFile) ? { assertFile } : {}),
    seed,
    ...(chosen?.resolved ?? healthy),
    ...(chosen ? { change: chosen.change } : {}),
    changes: changes.map((one) => one.change),
  }
}

/** `dr` for labs/dr/lab.yaml, `mine` for mine.yaml. */
function labName(file: string): string {
  const name = basename(file).replace(/\.ya?ml$/, '')
  return name === 'lab' ? basename(dirname(file)) : name
}

/** Nothing, of a name that the lab does not have. */
function patchOf({ tree }: RawLab, name: string): MapTree {
  const entries = ['faults', 'variants'].map((kind) => entryOf(entryOf(tree, kind)?.value, name))
  const patch = entryOf(entries.find((one) => one !== undefined)?.value, 'patch')?.value
  return patch?.kind === 'map' ? patch : { ...tree, entries: new Map() }
}

/**
 * A setting may make a fault that is not applied pointless (`--set scheduler=wrr` and a variant that says the
 * same): that is worth a warning. As the file stands, it is an error.
 */
function diagnosticsOf(
  one: ChangedLab,
  chosen: boolean,
  { set = {}, upon = [] }: LoadOptions,
): readonly Diagnostic[] {
  if (!chosen && upon.length > 0) return []
  if (chosen || Object.keys(set).length === 0) return one.errors
  return one.errors.map((error) => ({ ...error, severity: 'warning' }))
}

function unknownChange(name: string, changes: readonly ChangedLab[], path: string): Diagnostic {
  const known = changes.map((one) => one.change.name)
  const suggestion = nearest(name, known)
  const remedy = known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none.'
  const message = `this lab has no fault or variant "${name}"`
  return { severity: 'error', message, path, remedy, ...(suggestion === undefined ? {} : { suggestion }) }
}

function unusedVariables(tree: MapTree, source: Source): Diagnostic[] {
  const vars = entryOf(tree, 'vars')?.value
  if (vars?.kind !== 'map') return []
  const unused = [...vars.entries].filter(([name]) => !source.text.includes(`\${${name}}`))
  return unused.map(([name, entry]) => diagnose('warning', entry.key, `variable "${name}" is not used`))
}

/** One mistake in the healthy part shows again in every change. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ place, path, message }) => {
    const key = `${place?.source.path ?? path} ${place?.start} ${place?.end} ${message}`
    return !seen.has(key) && seen.add(key)
  })
}
