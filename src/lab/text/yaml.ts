import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from 'yaml'
import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import { type Place, positionOf, type Source } from '../../text/source.ts'
import { syntaxErrors } from './syntax.ts'
import type { Entry, ListTree, MapTree, ScalarValue, Tree } from './tree.ts'

/** Values that a file may grow to: aliases multiply, and a lab of 250 hosts needs a few thousand. */
const MOST_VALUES = 20_000
const DEEPEST = 32
const MOST_ERRORS = 5

/**
 * Reads one YAML 1.2 document (core schema, string keys) into a tree that knows its places. Duplicate keys,
 * tags, several documents and runaway aliases are errors; the tree is there only if there are none.
 */
export function readYaml(source: Source): { tree?: MapTree; errors: Diagnostic[] } {
  const document = parseDocument(source.text, {
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    resolveKnownTags: false,
  })
  const errors = syntaxErrors(source, document)
  if (errors.length > 0) return { errors }
  const reader = new Reader(source)
  const tree = document.contents ? reader.read(document.contents, 0) : undefined
  if (reader.errors.length > 0) return { errors: reader.errors }
  return tree?.kind === 'map' ? { tree, errors: [] } : { errors: [notALab(source, tree)] }
}

function notALab(source: Source, tree: Tree | undefined): Diagnostic {
  const remedy = 'A lab has at least title, networks, nodes, probes and expect.'
  const place = tree?.place ?? { source, start: 0, end: 0 }
  const empty = !tree || (tree.kind === 'scalar' && tree.value === null)
  const message = empty ? 'the file is empty' : 'a lab is a mapping of keys to values'
  return diagnose('error', place, message, { remedy })
}

/** Turns the library's nodes into ours, with a budget. */
class Reader {
  readonly errors: Diagnostic[] = []
  readonly #source: Source
  readonly #anchors = new Map<string, Node>()
  #values = 0
  /** The alias that is being followed, which is to blame for what it brings. */
  #alias: Place | undefined

  constructor(source: Source) {
    this.#source = source
  }

  read(node: Node, depth: number): Tree | undefined {
    const place = this.#placeOf(node)
    if (this.#values++ === MOST_VALUES)
      return this.#refuse(place, `the file grows to more than ${MOST_VALUES} values here`)
    if (depth > DEEPEST) return this.#refuse(place, `nested deeper than ${DEEPEST} levels`)
    if (isAlias(node)) return this.#readAnchored(node.source, place, depth)
    if (node.anchor) this.#anchors.set(node.anchor, node)
    if (isMap<Scalar<string>, Node | null>(node)) return this.#readMap(node.items, place, depth)
    if (isSeq<Node>(node)) return this.#readList(node.items, place, depth)
    return isScalar(node) ? { kind: 'scalar', value: scalarValue(node), place } : undefined
  }

  #readAnchored(name: string, place: Place, depth: number): Tree | undefined {
    const target = this.#anchors.get(name)
    if (!target) return this.#refuse(place, `there is no anchor "&${name}" before this alias`)
    const outer = this.#alias
    this.#alias ??= place
    const read = this.read(target, depth + 1)
    this.#alias = outer
    return read
  }

  #readMap(pairs: readonly Pair<Scalar<string>, Node | null>[], place: Place, depth: number): MapTree {
    const entries = new Map<string, Entry>()
    for (const { key, value } of pairs) {
      if (this.#spent) break
      const at = this.#placeOf(key)
      const before = entries.get(key.value)
      if (before) this.#refuse(at, `duplicate key "${key.value}": line ${lineOf(before.key)} has it already`)
      const read = value ? this.read(value, depth + 1) : nothing(at)
      if (read && !before) entries.set(key.value, { key: at, value: read })
    }
    return { kind: 'map', entries, place }
  }

  #readList(items: readonly Node[], place: Place, depth: number): ListTree {
    const read: Tree[] = []
    for (const item of items) {
      if (this.#spent) break
      const tree = this.read(item, depth + 1)
      if (tree) read.push(tree)
    }
    return { kind: 'list', items: read, place }
  }

  /** Once the budget is gone, the rest is not worth looking at. */
  get #spent(): boolean {
    return this.#values > MOST_VALUES
  }

  #refuse(place: Place, message: string): undefined {
    if (this.errors.length < MOST_ERRORS) this.errors.push(diagnose('error', this.#alias ?? place, message))
  }

  #placeOf(node: Node): Place {
    const [start, end] = node.range ?? [0, 0]
    return { source: this.#source, start, end }
  }
}

function lineOf(place: Place): number {
  return positionOf(place.source.text, place.start).line
}

function nothing(key: Place): Tree {
  return { kind: 'scalar', value: null, place: { source: key.source, start: key.end, end: key.end } }
}

function scalarValue(scalar: Scalar): ScalarValue {
  const { value } = scalar
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
