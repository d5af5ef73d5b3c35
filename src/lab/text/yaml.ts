import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml'
import { type Diagnostic, diagnose } from './diagnostic.ts'
import { type Place, positionOf, type Source } from './source.ts'
import type { Entry, ListTree, MapTree, ScalarValue, Tree } from './tree.ts'

/** Values that a file may grow to: aliases multiply, and a lab of 250 hosts needs a few thousand. */
const MOST_VALUES = 20_000
const DEEPEST = 32
const MOST_SYNTAX_ERRORS = 5

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
  const syntax = [...document.errors, ...document.warnings]
  if (syntax.length > 0) return { errors: firstOfEachLine(source, syntax) }
  const reader = new Reader(source, document)
  const tree = document.contents ? reader.read(document.contents, 0) : undefined
  if (reader.errors.length > 0) return { errors: reader.errors }
  if (tree?.kind === 'map') return { tree, errors: [] }
  return { errors: [notALab(source, tree)] }
}

function notALab(source: Source, tree: Tree | undefined): Diagnostic {
  const remedy = 'A lab has at least title, networks, nodes, probes and expect.'
  const place = tree?.place ?? { source, start: 0, end: 0 }
  const empty = !tree || (tree.kind === 'scalar' && tree.value === null)
  return diagnose('error', place, empty ? 'the file is empty' : 'a lab is a mapping of keys to values', {
    remedy,
  })
}

/** One mistake makes the parser stumble many times; the first on each line is the one to read. */
function firstOfEachLine(source: Source, errors: readonly YAMLError[]): Diagnostic[] {
  const seen = new Set<number>()
  const first = errors
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .filter(({ pos }) => {
      const { line } = positionOf(source.text, pos[0])
      return !seen.has(line) && seen.add(line)
    })
  return first.slice(0, MOST_SYNTAX_ERRORS).map((error) => syntaxError(source, error))
}

const SYNTAX_MESSAGES: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'a lab file holds one YAML document, and here a second one starts',
  TAB_AS_INDENT: 'a tab cannot indent YAML: use spaces',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'nested too deep to be read',
}

function syntaxError(source: Source, error: YAMLError): Diagnostic {
  const [start, end] = error.pos
  const place = clip({ source, start, end })
  const text = source.text.slice(Math.max(0, start - 1), end + 1)
  const bare = error.code === 'UNEXPECTED_TOKEN' && text.startsWith(`\${`)
  const message = SYNTAX_MESSAGES[error.code] ?? uncapitalise(error.message)
  if (bare) return diagnose('error', place, `inside { } or [ ], write "\${…}" in quotes`)
  return diagnose('error', place, message)
}

function uncapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function clip({ source, start, end }: Place): Place {
  const last = source.text.length
  return { source, start: Math.min(start, Math.max(0, last - 1)), end: Math.min(end, last) }
}

/** Turns the library's nodes into ours, with a budget. */
class Reader {
  readonly errors: Diagnostic[] = []
  readonly #source: Source
  readonly #document: Document
  #values = 0

  constructor(source: Source, document: Document) {
    this.#source = source
    this.#document = document
  }

  read(node: Node, depth: number): Tree | undefined {
    const place = this.#placeOf(node)
    if (this.#values++ > MOST_VALUES)
      return this.#refuse(place, `this grows to more than ${MOST_VALUES} values`)
    if (depth > DEEPEST) return this.#refuse(place, `nested deeper than ${DEEPEST} levels`)
    if (isAlias(node)) return this.#readTarget(node.resolve(this.#document), place, depth)
    if (isMap<Scalar<string>, Node | null>(node)) return this.#readMap(node.items, place, depth)
    if (isSeq<Node>(node)) return this.#readList(node.items, place, depth)
    return isScalar(node) ? { kind: 'scalar', value: scalarValue(node), place } : undefined
  }

  #readTarget(target: Node | undefined, place: Place, depth: number): Tree | undefined {
    if (target) return this.read(target, depth + 1)
    return this.#refuse(place, 'no anchor of this name stands before this alias')
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

  get #spent(): boolean {
    return this.#values > MOST_VALUES
  }

  #refuse(place: Place, message: string): undefined {
    if (this.errors.length < MOST_SYNTAX_ERRORS) this.errors.push(diagnose('error', place, message))
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
