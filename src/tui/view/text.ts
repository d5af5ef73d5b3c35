import stringWidth from 'string-width'
import { printable } from '../../report/text.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns that a text takes on a terminal: wide characters take two, control sequences none. */
export const widthOf = (text: string): number => stringWidth(text)

/** A text cut to `width` columns, with an ellipsis where something is missing; control sequences in it do nothing. */
export function cut(width: number, from: string): string {
  const text = printable(from)
  if (widthOf(text) <= width) return text
  let [kept, used] = ['', 0]
  for (const { segment } of graphemes.segment(text)) {
    const more = widthOf(segment)
    if (used + more > width - 1) break
    kept += segment
    used += more
  }
  return width > 0 ? `${kept}…` : ''
}

/** A text cut or filled up with spaces to exactly `width` columns. */
export function fill(width: number, text: string): string {
  const kept = cut(width, text)
  return kept + ' '.repeat(Math.max(0, width - widthOf(kept)))
}

/** The same with the spaces on the left, for numbers. */
export function fillLeft(width: number, text: string): string {
  const kept = cut(width, text)
  return ' '.repeat(Math.max(0, width - widthOf(kept))) + kept
}
