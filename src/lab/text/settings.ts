import { type Diagnostic, diagnose } from './diagnostic.ts'
import { patchLab, type RawLab, roleOf } from './patch.ts'
import type { Place, Source } from './source.ts'
import { type Entry, entryOf, type MapTree, type Tree } from './tree.ts'
import { readYaml } from './yaml.ts'

/**
 * Applies what `--set NAME=VALUE` asks for. A name without a dot is a variable; with dots it is the way to a
 * key of a node (`rs.replicas`, `rs2.sysctls.ipv4.ip_forward`). The value is read as YAML.
 */
export function applySettings(raw: RawLab, settings: Readonly<Record<string, string>>, errors: Diagnostic[]) {
  return Object.entries(settings).reduce((lab, [name, value]) => {
    const patch = settingPatch(lab, name, value, errors)
    return patch ? patchLab(lab, patch, errors) : lab
  }, raw)
}

function settingPatch(raw: RawLab, name: string, value: string, errors: Diagnostic[]): MapTree | undefined {
  const source: Source = { path: '--set', text: `${name}=${value}` }
  const place: Place = { source, start: 0, end: name.length }
  const steps = name.includes('.') ? nodeSteps(name) : ['vars', name]
  const problem = name.includes('.') ? unknownNode(raw, steps[1] ?? '') : unknownVariable(raw, name)
  if (problem) errors.push(diagnose('error', place, problem.message, problem))
  const given = readValue(source, name.length + 1, errors)
  return problem || !given ? undefined : nest(steps, given, place)
}

/** Everything behind `sysctls.` is one key, dots and all. */
function nodeSteps(name: string): string[] {
  const sysctl = /^([^.]+)\.sysctls\.(.+)$/.exec(name)
  return sysctl ? ['nodes', sysctl[1] ?? '', 'sysctls', sysctl[2] ?? ''] : ['nodes', ...name.split('.')]
}

interface Unknown {
  readonly message: string
  readonly known: readonly string[]
  readonly word: string
  readonly remedy: string
}

function unknownVariable(raw: RawLab, name: string): Unknown | undefined {
  const vars = entryOf(raw.tree, 'vars')?.value
  if (entryOf(vars, name)) return undefined
  const known = keysOf(vars)
  const remedy =
    known.length > 0 ? `Variables of this lab: ${known.join(', ')}.` : 'This lab has no variables.'
  return { message: `no variable "${name}" in this lab`, known, word: name, remedy }
}

function unknownNode(raw: RawLab, name: string): Unknown | undefined {
  const nodes = entryOf(raw.tree, 'nodes')?.value
  if (entryOf(nodes, name) || roleOf(nodes, name)) return undefined
  const known = keysOf(nodes)
  return {
    message: `no node "${name}" in this lab`,
    known,
    word: name,
    remedy: `Nodes: ${known.join(', ')}.`,
  }
}

function keysOf(tree: Tree | undefined): string[] {
  return tree?.kind === 'map' ? [...tree.entries.keys()] : []
}

/** The value as YAML, its places counted in the whole text of the setting. */
function readValue(source: Source, start: number, errors: Diagnostic[]): Tree | undefined {
  const text = source.text.slice(start)
  const place = { source, start, end: source.text.length }
  if (text.trim() === '') {
    errors.push(diagnose('error', place, 'a setting needs a value: --set NAME=VALUE'))
    return undefined
  }
  const { tree, errors: found } = readYaml({ path: source.path, text: `value: ${text}` })
  const entry = entryOf(tree, 'value')
  if (entry && found.length === 0) return moved(entry.value, place)
  errors.push(diagnose('error', place, `this value cannot be read: ${found[0]?.message ?? 'not YAML'}`))
  return undefined
}

/** One place for the whole value: a setting is short. */
function moved(tree: Tree, place: Place): Tree {
  if (tree.kind === 'scalar') return { ...tree, place }
  if (tree.kind === 'list') return { ...tree, place, items: tree.items.map((item) => moved(item, place)) }
  const entries = [...tree.entries].map(
    ([key, entry]) => [key, { key: place, value: moved(entry.value, place) }] as const,
  )
  return { ...tree, place, entries: new Map<string, Entry>(entries) }
}

function nest(steps: readonly string[], value: Tree, place: Place): MapTree {
  const wrap = (inner: Tree, key: string): Tree => ({
    kind: 'map',
    entries: new Map([[key, { key: place, value: inner }]]),
    place,
  })
  return steps.reduceRight<Tree>(wrap, value) as MapTree
}
