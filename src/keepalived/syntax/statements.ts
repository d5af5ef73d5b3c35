import type { Place } from '../../text/source.ts'
import type { Notes } from '../notes.ts'
import type { Line } from './line.ts'
import { piecesOf, type Word } from './words.ts'

/** A keyword with what stands behind it, and the block that follows it. */
export interface Statement {
  readonly keyword: Word
  /** Words behind the keyword. */
  readonly words: readonly Word[]
  /** The same as written, with quotes. */
  readonly rest: string
  /** From the keyword to the last word. */
  readonly place: Place
  /** Present if braces follow. */
  readonly block?: readonly Statement[]
}

interface Open extends Statement {
  block?: Statement[]
}

/** Statements of a configuration as a tree; braces that do not match are findings. */
export function statementsOf(lines: Iterable<Line>, notes: Notes): Statement[] {
  const root: Open[] = []
  const open: { readonly block: Statement[]; readonly at: Place }[] = []
  let last: Open | undefined
  for (const line of lines) {
    for (const piece of piecesOf(line)) {
      if (piece.kind === 'words') {
        last = toStatement(piece.words, piece.rest)
        ;(open.at(-1)?.block ?? root).push(last)
      } else if (piece.kind === 'open') {
        if (!last) notes.error('brace', piece.place, 'no keyword stands before this brace')
        open.push({ block: [], at: piece.place })
        if (last) last.block = open.at(-1)?.block ?? []
        last = undefined
      } else {
        if (!open.pop()) notes.error('brace', piece.place, 'this brace closes nothing')
        last = undefined
      }
    }
  }
  for (const { at } of open) notes.error('brace', at, 'this brace is never closed')
  return root
}

function toStatement([keyword, ...words]: readonly [Word, ...Word[]], rest: string): Open {
  const end = words.at(-1)?.place ?? keyword.place
  return { keyword, words, rest, place: { ...keyword.place, end: end.end } }
}
