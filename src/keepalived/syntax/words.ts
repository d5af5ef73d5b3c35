import type { Place } from '../../text/source.ts'
import { type Line, part, placeOf } from './line.ts'

export interface Word {
  readonly text: string
  readonly place: Place
}

/** What a line of configuration is cut into: braces, and the words between them. */
export type Piece =
  | { readonly kind: 'words'; readonly words: readonly [Word, ...Word[]]; readonly rest: string }
  | { readonly kind: 'open' | 'close'; readonly place: Place }

const PIECE = /"[^"]*"?|[{}]/g

/** Cuts a line at its braces; between double quotes a brace is a character like others. */
export function piecesOf(line: Line): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: mark, index } of line.text.matchAll(PIECE)) {
    if (mark !== '{' && mark !== '}') continue
    pieces.push(...wordsPiece(part(line, from, index)))
    pieces.push({ kind: mark === '{' ? 'open' : 'close', place: placeOf(line, index, index + 1) })
    from = index + 1
  }
  return [...pieces, ...wordsPiece(part(line, from))]
}

function wordsPiece(line: Line): Piece[] {
  const [first, ...others] = wordsOf(line)
  if (!first) return []
  return [
    {
      kind: 'words',
      words: [first, ...others],
      rest: line.text.slice(line.text.indexOf(first.text) + first.text.length).trim(),
    },
  ]
}

/**
 * Words are parted by blanks, which a byte order mark and a no-break space are not; double quotes keep blanks in a
 * word (alloc_strvec_r() and WHITE_SPACE in lib/parser.c).
 */
function wordsOf(line: Line): Word[] {
  return [...line.text.matchAll(/"([^"]*)"?|[^ \t\f\r\v"]+/g)].map(({ 0: raw, 1: inner, index }) => ({
    text: inner ?? raw,
    place: placeOf(line, index, index + raw.length),
  }))
}
