import { type Details, type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import { type Path, placeOf, type Tree, valueAt, without } from './tree.ts'

/** Details of a mistake, and which part of the path's end to point at. */
export interface Pointed extends Details {
  readonly part?: 'key' | 'value'
}

/**
 * Collects the mistakes of one reading of a lab. Mistakes are values; nothing is thrown. What had to be left
 * out because of one mistake is remembered, so that it is not reported a second time as missing.
 */
export class Findings {
  readonly list: Diagnostic[] = []
  readonly #lost: Path[] = []
  #root: Tree

  constructor(root: Tree) {
    this.#root = root
  }

  /** What is being read, less what had to be left out. */
  get root(): Tree {
    return this.#root
  }

  get failed(): boolean {
    return this.list.some((one) => one.severity === 'error')
  }

  error(path: Path, message: string, details: Pointed = {}): undefined {
    this.list.push(diagnose('error', placeOf(this.#root, path, details.part), message, details))
  }

  warn(path: Path, message: string, details: Pointed = {}): undefined {
    this.list.push(diagnose('warning', placeOf(this.#root, path, details.part), message, details))
  }

  /** A mistake that was found elsewhere, with a place of its own. */
  tell(diagnostic: Diagnostic): void {
    this.list.push(diagnostic)
  }

  /** Takes the value at a path out of what is being read. */
  leaveOut(path: Path): void {
    this.#root = without(this.#root, path)
    if (typeof path.at(-1) === 'string') this.lose(path)
  }

  /** Notes that the value at a path is not to be had. */
  lose(path: Path): void {
    this.#lost.push(path)
  }

  /** Was the value at this path left out, or something in it, or what it is in? */
  lost(path: Path): boolean {
    return this.#lost.some((one) => path.every((step, depth) => depth >= one.length || step === one[depth]))
  }

  /** Keys of the map at a path, in file order. */
  keys(path: Path): string[] {
    const tree = valueAt(this.#root, path)
    return tree?.kind === 'map' ? [...tree.entries.keys()] : []
  }
}
