import type { Place } from '../../text/source.ts'

/** What a scalar of a lab file can be; YAML's core schema has no other. */
export type ScalarValue = string | number | boolean | null

/** A YAML value that remembers where it stands, through merges and substitutions. */
export type Tree = ScalarTree | MapTree | ListTree

export interface ScalarTree {
  readonly kind: 'scalar'
  readonly value: ScalarValue
  readonly place: Place
}

export interface MapTree {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Entry>
  readonly place: Place
}

export interface ListTree {
  readonly kind: 'list'
  readonly items: readonly Tree[]
  readonly place: Place
}

/** A key with its own place, and its value. */
export interface Entry {
  readonly key: Place
  readonly value: Tree
}

/** Keys and list indexes from the root to a value: `['nodes', 'rs', 'routes', 0, 'to']`. */
export type Path = readonly (string | number)[]

/** Plain data, as schemas want it. Maps have no prototype, so that no key of a file means anything to us. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value
  if (tree.kind === 'list') return tree.items.map(plain)
  const object: Record<string, unknown> = Object.create(null)
  for (const [key, entry] of tree.entries) object[key] = plain(entry.value)
  return object
}

/** Entry of a map under a key; undefined for anything else. */
export function entryOf(tree: Tree | undefined, key: string): Entry | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key) : undefined
}

/** Child of a map or a list. */
export function childOf(tree: Tree | undefined, step: string | number): Tree | undefined {
  if (tree?.kind === 'list') return tree.items[Number(step)]
  return entryOf(tree, String(step))?.value
}

/** Value at a path, or undefined. */
export function valueAt(tree: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>(childOf, tree)
}

/**
 * Where to point for a path: at its value, or at its key. What is missing is pointed at by the key of the
 * nearest thing that is there.
 */
export function placeOf(root: Tree, path: Path, part: 'key' | 'value' = 'value'): Place {
  let place: Place = headOf(root)
  let tree: Tree | undefined = root
  for (const [depth, step] of path.entries()) {
    const entry = entryOf(tree, String(step))
    const value = childOf(tree, step)
    if (!value) return place
    const last = depth === path.length - 1
    place = last && part === 'value' ? pointAt(value, entry) : (entry?.key ?? headOf(value))
    tree = value
  }
  return place
}

/** A map is best pointed at by its key: its text may go on for many lines. */
function pointAt(value: Tree, entry: Entry | undefined): Place {
  if (value.kind === 'scalar' && value.place.end > value.place.start) return value.place
  if (value.kind === 'list') return value.place
  return entry?.key ?? headOf(value)
}

/** First key of a map, or the value's own place. */
function headOf(tree: Tree): Place {
  if (tree.kind !== 'map') return tree.place
  for (const entry of tree.entries.values()) return entry.key
  return tree.place
}

/** The same tree less the value at a path. */
export function without(tree: Tree, [step, ...rest]: Path): Tree {
  if (step === undefined) return tree
  if (tree.kind === 'list') {
    const index = Number(step)
    const items =
      rest.length === 0
        ? tree.items.toSpliced(index, 1)
        : tree.items.map((one, i) => (i === index ? without(one, rest) : one))
    return { ...tree, items }
  }
  const entry = entryOf(tree, String(step))
  if (tree.kind !== 'map' || !entry) return tree
  const entries = new Map(tree.entries)
  if (rest.length === 0) entries.delete(String(step))
  else entries.set(String(step), { ...entry, value: without(entry.value, rest) })
  return { ...tree, entries }
}
