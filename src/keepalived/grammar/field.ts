import type { Place } from '../../text/source.ts'
import type { Notes } from '../notes.ts'
import type { Statement } from '../syntax/statements.ts'
import type { Word } from '../syntax/words.ts'

/** How a keyword is read. */
export interface Field<T> {
  /** The value, or undefined and a finding where keepalived would go on without it. */
  readonly read: (statement: Statement, notes: Notes) => T | undefined
  /** Braces have to follow. */
  readonly block?: true
  /** May stand any number of times; the values are lists, which become one. */
  readonly many?: true
}

export type Fields = Readonly<Record<string, Field<unknown>>>

/** The keywords of a block. */
export interface Grammar<T extends Fields> {
  readonly fields: T
  /** Keywords that keepalived knows and lvslab does not look at, with the reason. */
  readonly asides: ReadonlyMap<string, string>
}

/** Reason for keywords that name a program of the machine that the file is from. */
export const YOUR_SCRIPT = 'a script of yours'

/** @param asides reason → keywords with blanks between them */
export function grammar<T extends Fields>(fields: T, asides: Record<string, string> = {}): Grammar<T> {
  const pairs = Object.entries(asides).flatMap(([reason, keywords]) =>
    keywords.split(' ').map((keyword) => [keyword, reason] as const),
  )
  return { fields, asides: new Map(pairs) }
}

/** A value with the place where it was given. */
export interface Given<T> {
  readonly value: T
  readonly place: Place
}

/** What was given in a block, by keyword. */
export type Values<T extends Fields> = {
  readonly [Key in keyof T]?: T[Key] extends Field<infer Value> ? Given<Value> : never
}

/** Reads the statements of a block. A keyword that keepalived does not know there is a finding. */
export function readBlock<T extends Fields>(
  { fields, asides }: Grammar<T>,
  statements: readonly Statement[],
  notes: Notes,
): Values<T> {
  const values = new Map<string, Given<unknown>>()
  for (const statement of statements) {
    const { text: keyword, place } = statement.keyword
    const field = Object.hasOwn(fields, keyword) ? fields[keyword] : undefined
    const reason = asides.get(keyword)
    if (reason !== undefined) notes.aside(keyword, place, reason)
    else if (field) readField(field, statement, values, notes)
    else unknownKeyword(statement, [...Object.keys(fields), ...asides.keys()], notes)
  }
  return Object.fromEntries(values) as Values<T>
}

function readField(
  field: Field<unknown>,
  statement: Statement,
  values: Map<string, Given<unknown>>,
  notes: Notes,
): void {
  const { text: keyword, place } = statement.keyword
  if (field.block && !statement.block)
    return void notes.error('brace', place, `"${keyword}" wants a block in braces`)
  if (!field.block && statement.block) notes.error('brace', place, `no block belongs behind "${keyword}"`)
  const value = field.read(statement, notes)
  const before = values.get(keyword)
  if (value !== undefined)
    values.set(keyword, { value: merged(field, before, value), place: statement.place })
  if (before && !field.many)
    notes.warn('given-twice', place, `"${keyword}" is given twice here; the last one counts`)
}

const merged = (field: Field<unknown>, before: Given<unknown> | undefined, value: unknown): unknown =>
  field.many && before ? [...(before.value as unknown[]), ...(value as unknown[])] : value

function unknownKeyword({ keyword, block }: Statement, known: readonly string[], notes: Notes): void {
  const { text: word, place } = keyword
  const what = block ? ', and nothing in its braces is read' : ''
  notes.error('unknown-keyword', place, `keepalived knows no "${word}" here${what}`, { known, word })
}

/** A field that may stand any number of times. */
export const many = <T>(field: Field<T>): Field<readonly T[]> => ({
  ...field,
  many: true,
  read: (statement, notes) => {
    const value = field.read(statement, notes)
    return value === undefined ? undefined : [value]
  },
})

/** A block with keywords of its own, and perhaps with words behind its keyword. */
export interface Block<T extends Fields> {
  readonly words: readonly Word[]
  /** Of the keyword and its words. */
  readonly place: Place
  readonly given: Values<T>
}

export const block = <T extends Fields>(inner: Grammar<T>): Field<Block<T>> => ({
  block: true,
  read: ({ words, place, block: statements = [] }, notes) => ({
    words,
    place,
    given: readBlock(inner, statements, notes),
  }),
})

/** All words of a line. */
export type Words = readonly [Word, ...Word[]]

type ReadLine<T> = (words: Words, notes: Notes) => T | undefined

/** A block whose lines are values. */
export const entries = <T>(read: ReadLine<T>): Field<readonly T[]> => ({
  block: true,
  many: true,
  read: ({ block: statements = [] }, notes) => linesOf(statements, read, notes),
})

/** The same with words behind its keyword. */
export const list = <T>(
  read: ReadLine<T>,
): Field<{ readonly words: readonly Word[]; readonly place: Place; readonly lines: readonly T[] }> => ({
  block: true,
  read: ({ words, place, block: statements = [] }, notes) => ({
    words,
    place,
    lines: linesOf(statements, read, notes),
  }),
})

const linesOf = <T>(statements: readonly Statement[], read: ReadLine<T>, notes: Notes): T[] =>
  statements
    .map(({ keyword, words }) => read([keyword, ...words], notes))
    .filter((value) => value !== undefined)
