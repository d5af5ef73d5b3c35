import { isDeepStrictEqual } from 'node:util'
import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import type { Change } from '../change.ts'
import { patchLab, type RawLab } from '../text/patch.ts'
import { type Entry, entryOf } from '../text/tree.ts'
import { declare } from './declaration.ts'
import { type Resolution, type Resolved, resolveLab } from './resolve.ts'
import { type LabData, MOST_CHANGES } from './schema.ts'

const KINDS = { faults: 'fault', variants: 'variant' } as const

/** A change, the lab as it is once the change is applied, and what is wrong with it. */
export interface ChangedLab {
  readonly change: Change
  /** Undefined when too much is wrong with it. */
  readonly resolved?: Resolved
  readonly errors: readonly Diagnostic[]
}

type Kind = keyof typeof KINDS

/** Works out the lab under every fault and variant. Mistakes of a change are found whether it is used or not. */
export function resolveChanges(raw: RawLab, healthy: Resolution, seed: string): ChangedLab[] {
  const { data } = healthy
  if (!data) return []
  const named = (kind: Kind) => Object.keys(data[kind] ?? {}).map((name) => ({ kind, name }))
  const all = [...named('faults'), ...named('variants')]
  if (all.length > MOST_CHANGES) return []
  return all.map(({ kind, name }) => {
    const entry = entryOf(entryOf(raw.tree, kind)?.value, name) as Entry
    const errors: Diagnostic[] = []
    checkName(name, kind, entry, data, errors)
    const resolution = applyChange(raw, entry, kind, healthy, seed, errors)
    const fault = kind === 'faults' ? data.faults?.[name] : undefined
    const declares = fault && declare(fault, entry, resolution, errors)
    const title = data[kind]?.[name]?.title ?? name
    const change = { name, title, kind: KINDS[kind], ...(declares ? { declares } : {}) }
    return { change, errors, ...(resolution.resolved ? { resolved: resolution.resolved } : {}) }
  })
}

function applyChange(
  raw: RawLab,
  entry: Entry,
  kind: Kind,
  healthy: Resolution,
  seed: string,
  errors: Diagnostic[],
): Resolution {
  const patch = entryOf(entry.value, 'patch')
  if (patch?.value.kind !== 'map') return { findings: [] }
  const patched = patchLab(raw, patch.value, errors)
  const resolution = resolveLab(patched, seed, kind === 'faults' ? healthy.resolved : undefined)
  errors.push(...resolution.findings.filter((one) => one.severity === 'error'))
  if (
    errors.length === 0 &&
    healthy.findings.length === 0 &&
    isDeepStrictEqual(resolution.resolved, healthy.resolved)
  )
    errors.push(diagnose('error', patch.key, `this ${KINDS[kind]} changes nothing`))
  return resolution
}

function checkName(name: string, kind: Kind, entry: Entry, data: LabData, errors: Diagnostic[]): void {
  const remedy = 'Use lower-case letters, digits and dashes, a letter first.'
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    errors.push(diagnose('error', entry.key, `"${name}" cannot name a ${KINDS[kind]}`, { remedy }))
  if (kind === 'variants' && Object.hasOwn(data.faults ?? {}, name))
    errors.push(diagnose('error', entry.key, `"${name}" is the name of a fault already`))
}
