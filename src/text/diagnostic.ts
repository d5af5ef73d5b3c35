import { lineAt, type Place, positionOf } from './source.ts'
import { nearest } from './suggest.ts'

/** A mistake in a lab file, or in what the command line asks of it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  /** What is wrong, in one line without a full stop. */
  readonly message: string
  /** Where; absent only when there is no text to point into, as for a file that cannot be read. */
  readonly place?: Place
  /** File that it is about, where there is no place. */
  readonly path?: string
  /** What was probably meant. */
  readonly suggestion?: string
  /** What to do about it, in one line. */
  readonly remedy?: string
}

/** What else there is to say about a mistake. */
export interface Details {
  /** Words that would have been right; the nearest is suggested. */
  readonly known?: Iterable<string>
  /** The word to compare with `known`; without it, nothing is suggested. */
  readonly word?: string
  readonly suggestion?: string
  readonly remedy?: string
}

/** A diagnostic with its suggestion worked out. */
export function diagnose(
  severity: Diagnostic['severity'],
  place: Place,
  message: string,
  { known, word, suggestion, remedy }: Details = {},
): Diagnostic {
  const meant = suggestion ?? (known && word !== undefined ? nearest(word, known) : undefined)
  return {
    severity,
    message,
    place,
    ...(meant === undefined ? {} : { suggestion: meant }),
    ...(remedy === undefined ? {} : { remedy }),
  }
}

const WIDTH = 80
const LONGEST_MESSAGE = 300

/**
 * A diagnostic as text: `file:line:column: message`, the line with a squiggle under the range, the suggestion,
 * the remedy. Control characters of the source are shown as a dot; no line end at the end.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { place, path, severity, message, suggestion, remedy } = diagnostic
  const { line, column } = place ? positionOf(place.source.text, place.start) : {}
  const where = place ? `${place.source.path}:${line}:${column}: ` : path === undefined ? '' : `${path}: `
  const head = `${where}${severity === 'warning' ? 'warning: ' : ''}${printable(shorten(message))}`
  const meant = suggestion === undefined ? [] : [`did you mean "${printable(suggestion)}"?`]
  const lines = place ? excerpt(place, line ?? 1, meant) : meant.map((text) => `  ${text}`)
  return [head, ...lines, ...wrap(remedy ?? '')].join('\n')
}

/** Source line and squiggle, cut to the width of a terminal around the range. */
function excerpt(place: Place, lineNumber: number, meant: readonly string[]): string[] {
  const line = lineAt(place.source.text, place.start)
  const gutter = `${lineNumber}`.padStart(4)
  const from = place.start - line.start
  const to = Math.min(place.end - line.start, line.text.length)
  const length = Math.max(1, characters(line.text.slice(from, to)))
  const window = cut(line.text, from, to, WIDTH - gutter.length - 3)
  const blank = ' '.repeat(gutter.length)
  const squiggle = `${blank} | ${' '.repeat(window.before)}${'^'.repeat(Math.min(length, window.room))}`
  const beside = [squiggle, ...meant].join(' ')
  const below = beside.length <= WIDTH ? [beside] : [squiggle, ...meant.map((text) => `${blank} | ${text}`)]
  return [`${gutter} | ${printable(window.text)}`.trimEnd(), ...below]
}

/** Words in lines of the terminal's width, indented by two. */
function wrap(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').filter(Boolean)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(`  ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

interface Window {
  readonly text: string
  /** Characters of the window before the range. */
  readonly before: number
  /** Characters from the range to the window's end. */
  readonly room: number
}

function cut(line: string, from: number, to: number, width: number): Window {
  const all = [...line]
  const start = characters(line.slice(0, from))
  const end = characters(line.slice(0, to))
  const first = all.length <= width || end <= width ? 0 : Math.max(0, Math.min(start - 8, end - width))
  const text = all.slice(first, first + width).join('')
  return { text, before: start - first, room: Math.max(1, width - (start - first)) }
}

function characters(text: string): number {
  return [...text].length
}

function shorten(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text
}

/** One column a character: tabs become a space, control characters a dot. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(/\p{C}/gu, '·')
}
