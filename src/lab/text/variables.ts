import { type Details, type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import { narrow, type Place } from '../../text/source.ts'
import {
  type Entry,
  entryOf,
  type MapTree,
  type Path,
  type ScalarTree,
  type ScalarValue,
  type Tree,
} from './tree.ts'

const REFERENCE = /\$\{([^{}]*)\}?/g
const NAME = /^[a-z][a-z0-9_]*$/
const NAME_RULE = 'Use lower-case letters, digits and _, a letter first.'

/**
 * Replaces `${name}` in every key and every text of a lab, variables of variables included.
 *
 * @returns the lab, and the paths of values that could not be worked out
 */
export function substitute(tree: MapTree, errors: Diagnostic[]): { tree: MapTree; broken: Path[] } {
  const declared = entryOf(tree, 'vars')?.value
  const substitution = new Substitution(declared?.kind === 'map' ? declared : undefined, errors)
  const replaced = substitution.replace(tree, []) as MapTree
  return { tree: replaced, broken: substitution.broken }
}

/** One pass over a lab. Each variable is worked out at most once; undefined is one that cannot be. */
class Substitution {
  readonly broken: Path[] = []
  readonly #vars: ReadonlyMap<string, Entry>
  readonly #errors: Diagnostic[]
  readonly #values = new Map<string, ScalarValue | undefined>()
  readonly #resolving: string[] = []

  constructor(declared: MapTree | undefined, errors: Diagnostic[]) {
    this.#vars = declared?.entries ?? new Map()
    this.#errors = errors
    for (const [name, { key }] of this.#vars)
      if (!NAME.test(name)) this.#error(key, `"${name}" cannot name a variable`, { remedy: NAME_RULE })
  }

  replace(tree: Tree, path: Path): Tree {
    if (tree.kind === 'scalar') return this.#scalar(tree, path)
    if (tree.kind === 'map') return this.#map(tree, path)
    return { ...tree, items: tree.items.map((item, index) => this.replace(item, [...path, index])) }
  }

  #map(tree: MapTree, path: Path): MapTree {
    const entries = new Map<string, Entry>()
    for (const [written, entry] of tree.entries) {
      const key = this.#text(written, entry.key)
      const at = [...path, key === undefined ? written : `${key}`]
      const name = String(at.at(-1))
      if (key === undefined) this.broken.push(at)
      if (entries.has(name)) this.#error(entry.key, `duplicate key "${name}"`)
      entries.set(name, { key: entry.key, value: this.replace(entry.value, at) })
    }
    return { ...tree, entries }
  }

  #scalar(tree: ScalarTree, path: Path): ScalarTree {
    if (typeof tree.value !== 'string') return tree
    const inVars = path.length === 2 && path[0] === 'vars'
    const value = inVars ? this.#variable(String(path[1])) : this.#text(tree.value, tree.place)
    if (value === undefined) this.broken.push(path)
    return { ...tree, value: value ?? null }
  }

  /** A text that is nothing but one reference takes the variable's own type. */
  #text(text: string, place: Place): ScalarValue | undefined {
    const whole = /^\$\{([^{}]*)\}$/.exec(text)
    if (whole) return this.#lookup(whole[1] ?? '', place, text)
    let complete = true
    const replaced = text.replace(REFERENCE, (reference, name: string) => {
      const value = this.#lookup(name, place, reference)
      complete &&= value !== undefined
      return `${value}`
    })
    return complete ? replaced : undefined
  }

  #lookup(name: string, place: Place, reference: string): ScalarValue | undefined {
    const at = narrow(place, reference)
    if (!reference.endsWith('}')) return this.#error(at, `"\${" without its "}"`)
    if (!this.#vars.has(name)) return this.#unknown(name, at)
    if (this.#resolving.includes(name)) return this.#cycle(name, at)
    return this.#variable(name)
  }

  #variable(name: string): ScalarValue | undefined {
    if (this.#values.has(name)) return this.#values.get(name)
    this.#resolving.push(name)
    const value = this.#work(this.#vars.get(name)?.value)
    this.#resolving.pop()
    this.#values.set(name, value)
    return value
  }

  /** A variable that is a map or a list has no value; the schema says so. */
  #work(tree: Tree | undefined): ScalarValue | undefined {
    if (tree?.kind !== 'scalar') return undefined
    return typeof tree.value === 'string' ? this.#text(tree.value, tree.place) : tree.value
  }

  #cycle(name: string, place: Place): undefined {
    const round = [...this.#resolving.slice(this.#resolving.indexOf(name)), name]
    return this.#error(place, `variables in a circle: ${round.join(' → ')}`)
  }

  #unknown(name: string, place: Place): undefined {
    const known = [...this.#vars.keys()]
    const remedy = known.length > 0 ? `Known variables: ${known.join(', ')}.` : 'Declare it under vars.'
    return this.#error(place, `unknown variable "${name}"`, { known, word: name, remedy })
  }

  #error(place: Place, message: string, details: Details = {}): undefined {
    this.#errors.push(diagnose('error', place, message, details))
  }
}
