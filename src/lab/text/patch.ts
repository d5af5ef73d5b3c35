import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import { type Entry, entryOf, type MapTree, type Tree } from './tree.ts'

/** A lab as written, with what is said about single replicas (`rs2`) beside their role (`rs`). */
export interface RawLab {
  readonly tree: MapTree
  /** Name of a replica → patch to the role's node for that replica alone. */
  readonly replicas: ReadonlyMap<string, Entry>
}

/**
 * Applies a JSON merge patch (RFC 7396) to a lab: maps are merged, `null` removes, everything else replaces.
 * Under `nodes`, the name of one replica of a role patches that replica alone. What comes from the patch
 * keeps its place in the patch. Removing what is not there is a mistake: it would be a typing error gone
 * unseen.
 */
export function patchLab(raw: RawLab, patch: MapTree, errors: Diagnostic[]): RawLab {
  const { mine, others } = splitReplicas(raw, patch)
  const tree = mergeMaps(raw.tree, mine, errors)
  return { tree, replicas: mergeMaps(asMap(raw.replicas, patch), asMap(others, patch), errors, true).entries }
}

/** Role of a replica's name, if the lab has that role with replicas and no node of that very name. */
export function roleOf(nodes: Tree | undefined, name: string): string | undefined {
  if (entryOf(nodes, name)) return undefined
  const role = /^(.*\D)[1-9]\d*$/.exec(name)?.[1]
  return role && entryOf(entryOf(nodes, role)?.value, 'replicas') ? role : undefined
}

function splitReplicas(raw: RawLab, patch: MapTree): { mine: MapTree; others: Map<string, Entry> } {
  const nodes = entryOf(patch, 'nodes')
  const before = entryOf(raw.tree, 'nodes')?.value
  const others = new Map<string, Entry>()
  if (nodes?.value.kind !== 'map') return { mine: patch, others }
  const kept = new Map<string, Entry>()
  for (const [name, entry] of nodes.value.entries) (roleOf(before, name) ? others : kept).set(name, entry)
  const value: MapTree = { ...nodes.value, entries: kept }
  return { mine: { ...patch, entries: new Map([...patch.entries, ['nodes', { ...nodes, value }]]) }, others }
}

function asMap(entries: ReadonlyMap<string, Entry>, like: MapTree): MapTree {
  return { kind: 'map', entries, place: like.place }
}

/** Merge of two maps. With `keepNull`, removals stay as `null`, to be applied by a later merge. */
export function mergeMaps(target: MapTree, patch: MapTree, errors: Diagnostic[], keepNull = false): MapTree {
  const entries = new Map(target.entries)
  for (const [key, change] of patch.entries) {
    const before = entries.get(key)
    if (isNull(change.value) && !keepNull) remove(entries, key, change, errors)
    else entries.set(key, mergeEntry(before, change, errors, keepNull))
  }
  return { kind: 'map', entries, place: patch.place }
}

function mergeEntry(
  before: Entry | undefined,
  change: Entry,
  errors: Diagnostic[],
  keepNull: boolean,
): Entry {
  if (change.value.kind !== 'map') return change
  const target = before?.value.kind === 'map' ? before.value : asMap(new Map(), change.value)
  return { key: change.key, value: mergeMaps(target, change.value, errors, keepNull) }
}

function remove(entries: Map<string, Entry>, key: string, change: Entry, errors: Diagnostic[]): void {
  if (!entries.has(key)) {
    const details = { known: entries.keys(), word: key }
    errors.push(diagnose('error', change.key, `null removes "${key}", which is not there`, details))
  }
  entries.delete(key)
}

function isNull(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value === null
}
