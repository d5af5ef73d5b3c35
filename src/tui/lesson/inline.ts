import type { Paint, Style } from '../../report/paint.ts'
import { widthOf } from '../view/text.ts'

/** A piece of text in one style. */
interface Piece {
  readonly text: string
  readonly style?: Style
}

/** Pieces without a space between them. */
type Word = readonly Piece[]

const MARKS = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\([^)]*\)/g

/** Text of one paragraph or cell in Markdown, as words with their styles. */
export function wordsOf(markdown: string): Word[] {
  const words: Piece[][] = [[]]
  for (const { text, style } of piecesOf(markdown)) {
    for (const [index, part] of text.split(/\s+/).entries()) {
      if (index > 0) words.push([])
      if (part !== '') words.at(-1)?.push(style === undefined ? { text: part } : { text: part, style })
    }
  }
  return words.filter((word) => word.length > 0)
}

function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of markdown.matchAll(MARKS)) {
    pieces.push({ text: markdown.slice(at, match.index) }, styled(match))
    at = match.index + match[0].length
  }
  return [...pieces, { text: markdown.slice(at) }]
}

function styled([, code, strong, emphasis, link]: RegExpMatchArray): Piece {
  if (code !== undefined) return { text: code, style: 'cyan' }
  if (strong !== undefined) return { text: strong, style: 'bold' }
  return { text: emphasis ?? link ?? '', style: 'underline' }
}

export const wordWidth = (word: Word): number => word.reduce((sum, { text }) => sum + widthOf(text), 0)

/** Painted lines of at most `width` columns, broken at spaces, and inside words that are longer. */
export function wrapWords(columns: number, words: readonly Word[], paint: Paint): string[] {
  const width = Math.max(1, columns)
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const word of words.flatMap((one) => brokenWord(width, one))) {
    const room = wordWidth(word)
    const fits = used === 0 || used + 1 + room <= width
    if (!fits) lines.push(line)
    line = fits && used > 0 ? `${line} ${painted(word, paint)}` : painted(word, paint)
    used = fits && used > 0 ? used + 1 + room : room
  }
  return [...lines, line]
}

const painted = (word: Word, paint: Paint): string =>
  word.map(({ text, style }) => (style === undefined ? text : paint(style, text))).join('')

function brokenWord(width: number, word: Word): Word[] {
  if (wordWidth(word) <= width) return [word]
  const parts: Word[] = []
  for (const piece of word) {
    for (let at = 0; at < piece.text.length; at += width)
      parts.push([{ ...piece, text: piece.text.slice(at, at + width) }])
  }
  return parts
}
