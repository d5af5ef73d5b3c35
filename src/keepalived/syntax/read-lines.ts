import { basename, dirname, resolve } from 'node:path'
import type { Source } from '../../text/source.ts'
import type { Notes } from '../notes.ts'
import { withoutComment } from './comments.ts'
import { Definitions, definitionIn } from './definitions.ts'
import { includedFiles, patternIn } from './include.ts'
import { type Line, linesOf, part, placeOf, trimmed } from './line.ts'

/** Deeper than anybody nests includes, and than any definition refers to another. */
const DEEPEST = 32
/** Lines of all files together after everything is put in. */
const MOST_LINES = 100_000

/** Reads a configuration as keepalived does: line by line, and what a line is replaced by is read again. */
export class LineReader {
  /** Every file that was read, in order. */
  readonly sources: Source[] = []
  /** Names behind an @, in order: the ids that keepalived may be started with. */
  readonly ids = new Set<string>()
  readonly #definitions = new Definitions()
  readonly #id: string
  readonly #notes: Notes
  #lines = 0

  /** @param id what `keepalived -i` is given, and without that the first part of the host's name */
  constructor(id: string, notes: Notes) {
    this.#id = id
    this.#notes = notes
  }

  /** Lines of a file and of what it includes, without comments, conditions, definitions and references. */
  *read(source: Source, above: readonly string[] = []): Generator<Line> {
    this.sources.push(source)
    this.#predefine(source)
    const lines = linesOf(source)[Symbol.iterator]()
    for (const raw of lines) {
      const line = withoutComment(raw, this.#notes)
      const pattern = patternIn(line)
      if (pattern === undefined) yield* this.#expand(line, lines, 0)
      else yield* this.#include(line, pattern, [...above, resolve(source.path)])
      this.#predefine(source)
    }
  }

  #predefine(source: Source): void {
    const values = { _PWD: resolve(dirname(source.path)), _INSTANCE: this.#id, _HASH: '#', _BANG: '!' }
    for (const [name, text] of Object.entries(values)) {
      const starts = Array<number>(text.length).fill(0)
      this.#definitions.set(name, [{ source, text, starts, ends: starts }])
    }
  }

  *#include(line: Line, pattern: string, above: readonly string[]): Generator<Line> {
    for (const { path, text } of includedFiles(line, pattern, this.#notes)) {
      if (above.includes(resolve(path))) {
        this.#notes.error('include', placeOf(line), `${path} includes itself${through(path, above)}`)
      } else if (above.length > DEEPEST) {
        this.#notes.error('include', placeOf(line), `more than ${DEEPEST} includes inside each other`)
      } else yield* this.read({ path, text }, above)
    }
  }

  /** @param following where a definition of several lines goes on */
  *#expand(line: Line, following: Iterator<Line>, depth: number): Generator<Line> {
    const wanted = this.#condition(line)
    if (!wanted || wanted.text === '' || this.#tooMuch(wanted, depth)) return
    const definition = definitionIn(wanted)
    if (definition) return this.#define(definition.name, part(wanted, definition.start), following)
    const lines = this.#definitions.substitute(wanted)
    if (!lines) return yield* this.#finished(wanted)
    const own = lines.slice(1)[Symbol.iterator]()
    yield* this.#expand(withoutComment(lines[0] ?? wanted, this.#notes), own, depth + 1)
    for (const next of own) yield* this.#expand(withoutComment(next, this.#notes), own, depth + 1)
  }

  *#finished(line: Line): Generator<Line> {
    if (/^~(?:SEQ|LST)/.test(line.text))
      this.#notes.error('not-understood', placeOf(line), 'sequence and list blocks are not read by lvslab', {
        remedy: 'Write out the lines that it stands for.',
      })
    else if (patternIn(line) !== undefined)
      this.#notes.error(
        'include',
        placeOf(line),
        'keepalived does not include behind a condition or a reference',
      )
    else yield line
  }

  #tooMuch(line: Line, depth: number): boolean {
    if (depth > DEEPEST) this.#notes.error('definition', placeOf(line), 'this definition refers to itself')
    if (++this.#lines === MOST_LINES)
      this.#notes.error('too-long', placeOf(line), `more than ${MOST_LINES} lines: the rest is not read`)
    return depth > DEEPEST || this.#lines >= MOST_LINES
  }

  /** The line behind `@id` or `@^id`, if it is meant for this id. */
  #condition(line: Line): Line | undefined {
    const [head, not, id = ''] = /^@(\^?)(\S*)[ \t]*/.exec(line.text) ?? []
    if (head === undefined) return line
    this.ids.add(id)
    return (id === this.#id) === (not === '') ? this.#condition(part(line, head.length)) : undefined
  }

  #define(name: string, first: Line, following: Iterator<Line>): void {
    const lines: Line[] = []
    for (let line = first; ; ) {
      const goesOn = line.text.endsWith('\\')
      const text = goesOn ? trimmed(part(line, 0, line.text.length - 1)) : line
      if (text.text !== '' || lines.length > 0) lines.push(text)
      const next = goesOn ? following.next() : undefined
      if (!next || next.done || next.value.text === '') break
      line = withoutComment(next.value, this.#notes)
    }
    const [head = first, ...others] = lines
    this.#definitions.set(name, [head, ...others])
  }
}

/** Names of the files by which a file includes itself, each within the one before. */
function through(path: string, above: readonly string[]): string {
  const between = above.slice(above.indexOf(resolve(path)) + 1).map((one) => basename(one))
  return between.length === 0 ? '' : `, through ${between.join(', ')}`
}
