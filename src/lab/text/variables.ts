import { type Diagnostic, diagnose } from './diagnostic.ts'
import { narrow, type Place } from './source.ts'
import { type Entry, entryOf, type MapTree, type ScalarTree, type ScalarValue, type Tree } from './tree.ts'

const REFERENCE = /\$\{([^{}]*)\}?/g
const NAME = /^[a-z][a-z0-9_]*$/

/** Replaces `${name}` in every key and every text of a lab, variables of variables included. */
export function substitute(tree: MapTree, errors: Diagnostic[]): MapTree {
  const vars = new Variables(entryOf(tree, 'vars')?.value, errors)
  const entries = new Map<string, Entry>()
  for (const [key, entry] of tree.entries) {
    entries.set(key, key === 'vars' ? { ...entry, value: vars.resolved() } : vars.entry(entry))
  }
  return { ...tree, entries }
}

/** The variables of one lab. Each is resolved at most once. */
class Variables {
  readonly #declared: MapTree | undefined
  readonly #errors: Diagnostic[]
  readonly #values = new Map<string, ScalarTree>()
  readonly #resolving: string[] = []

  constructor(declared: Tree | undefined, errors: Diagnostic[]) {
    this.#declared = declared?.kind === 'map' ? declared : undefined
    this.#errors = errors
  }

  /** `vars` itself; what is not a map of scalars is left for the schema to refuse. */
  resolved(): Tree {
    const entries = new Map<string, Entry>()
    for (const [name, entry] of this.#declared?.entries ?? []) {
      if (!NAME.test(name)) this.#badName(name, entry)
      const value = entry.value.kind === 'scalar' ? this.#resolve(name, entry) : entry.value
      entries.set(name, { key: entry.key, value })
    }
    return { kind: 'map', entries, place: (this.#declared as MapTree).place }
  }

  entry(entry: Entry): Entry {
    return { key: entry.key, value: this.#walk(entry.value) }
  }

  #walk(tree: Tree): Tree {
    if (tree.kind === 'scalar') return this.#scalar(tree)
    if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => this.#walk(item)) }
    const entries = new Map<string, Entry>()
    for (const [key, entry] of tree.entries) {
      const name = String(this.#text(key, entry.key))
      if (entries.has(name)) this.#error(entry.key, `duplicate key "${name}"`)
      entries.set(name, this.entry(entry))
    }
    return { ...tree, entries }
  }

  #scalar(tree: ScalarTree): ScalarTree {
    return typeof tree.value === 'string' ? { ...tree, value: this.#text(tree.value, tree.place) } : tree
  }

  /** A text that is nothing but one reference takes the variable's own type. */
  #text(text: string, place: Place): ScalarValue {
    const whole = /^\$\{([^{}]*)\}$/.exec(text)
    if (whole) return this.#lookup(whole[1] ?? '', place, text)
    return text.replace(REFERENCE, (reference, name: string) => String(this.#lookup(name, place, reference)))
  }

  #lookup(name: string, place: Place, reference: string): ScalarValue {
    const at = narrow(place, reference)
    const entry = this.#declared?.entries.get(name)
    if (!reference.endsWith('}')) return this.#error(at, `"\${" without its "}"`)
    if (!entry) return this.#unknown(name, at)
    if (entry.value.kind !== 'scalar') return reference
    if (this.#resolving.includes(name)) return this.#cycle(name, at)
    return this.#resolve(name, entry).value
  }

  #resolve(name: string, entry: Entry): ScalarTree {
    const known = this.#values.get(name)
    if (known) return known
    this.#resolving.push(name)
    const value = this.#scalar(entry.value as ScalarTree)
    this.#resolving.pop()
    this.#values.set(name, value)
    return value
  }

  #cycle(name: string, place: Place): string {
    const round = [...this.#resolving.slice(this.#resolving.indexOf(name)), name]
    return this.#error(place, `variables in a circle: ${round.join(' → ')}`)
  }

  #unknown(name: string, place: Place): string {
    const known = [...(this.#declared?.entries.keys() ?? [])]
    const remedy = known.length > 0 ? `Known variables: ${known.join(', ')}.` : 'Declare it under vars.'
    return this.#error(place, `unknown variable "${name}"`, { known, word: name, remedy })
  }

  #badName(name: string, entry: Entry): void {
    this.#error(entry.key, `"${name}" cannot name a variable: lower-case letters, digits and _ can`)
  }

  #error(place: Place, message: string, details = {}): string {
    this.#errors.push(diagnose('error', place, message, details))
    return ''
  }
}
