import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import type { Place, Source } from '../../text/source.ts'
import { patchLab, type RawLab, roleOf } from './patch.ts'
import { type Entry, entryOf, type MapTree, type Tree } from './tree.ts'
import { readYaml } from './yaml.ts'

/**
 * Applies what `--set NAME=VALUE` asks for. A name without a dot is a variable; with dots it is the way to a
 * key of a node or a probe (`rs.replicas`, `rs2.sysctls.ipv4.ip_forward`, `web.times`). The value is read as
 * YAML.
 */
export function applySettings(
  raw: RawLab,
  settings: Readonly<Record<string, string>>,
  errors: Diagnostic[],
): RawLab {
  return Object.entries(settings).reduce((lab, [name, value]) => {
    const patch = settingPatch(lab, name, value, errors)
    return patch ? patchLab(lab, patch, errors) : lab
  }, raw)
}

function settingPatch(raw: RawLab, name: string, value: string, errors: Diagnostic[]): MapTree | undefined {
  const source: Source = { path: '--set', text: `${name}=${value}` }
  const place: Place = { source, start: 0, end: name.length }
  const given = readValue(source, name.length + 1, errors)
  const steps = stepsTo(name, raw.tree)
  if (steps) return given && nest(steps, given, place)
  errors.push(name.includes('.') ? unknownHolder(name, raw, place) : unknownVariable(name, raw, place))
  return undefined
}

/** Path of what a setting is about, or undefined if there is no such thing. */
function stepsTo(name: string, tree: MapTree): string[] | undefined {
  if (!name.includes('.')) return entryOf(entryOf(tree, 'vars')?.value, name) && ['vars', name]
  const [first = '', ...rest] = name.split('.')
  const nodes = entryOf(tree, 'nodes')?.value
  const isNode = entryOf(nodes, first) || roleOf(nodes, first)
  if (isNode && rest[0] === 'sysctls') return ['nodes', first, 'sysctls', rest.slice(1).join('.')]
  if (isNode) return ['nodes', first, ...rest]
  return entryOf(entryOf(tree, 'probes')?.value, first) && ['probes', first, ...rest]
}

function unknownVariable(word: string, raw: RawLab, place: Place): Diagnostic {
  const known = keysOf(raw, 'vars')
  const remedy =
    known.length > 0 ? `Variables of this lab: ${known.join(', ')}.` : 'This lab has no variables.'
  return diagnose('error', place, `no variable "${word}" in this lab`, { known, word, remedy })
}

function unknownHolder(name: string, raw: RawLab, place: Place): Diagnostic {
  const word = name.split('.')[0] ?? ''
  const known = [...keysOf(raw, 'nodes'), ...keysOf(raw, 'probes')]
  const remedy = `Nodes and probes of this lab: ${known.join(', ')}.`
  return diagnose('error', place, `no node or probe "${word}" in this lab`, { known, word, remedy })
}

function keysOf(raw: RawLab, section: string): string[] {
  const tree = entryOf(raw.tree, section)?.value
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
