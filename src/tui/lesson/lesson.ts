import type { Paint, Style } from '../../report/paint.ts'
import { cut } from '../view/text.ts'
import { type Block, blocksOf } from './blocks.ts'
import { wordsOf, wrapWords } from './inline.ts'
import { tableLines } from './table.ts'

/** Longer lines of prose are hard to read. */
const READABLE = 96

/** A lesson in Markdown as lines for a terminal of `width` columns. */
export function lessonLines(markdown: string, width: number, paint: Paint): string[] {
  const blocks = blocksOf(markdown)
  return blocks.flatMap((block, index) => [
    ...(index > 0 && apart(blocks[index - 1], block) ? [''] : []),
    ...blockLines(block, width, paint),
  ])
}

/** Items of one list stand close together. */
const apart = (before: Block | undefined, block: Block): boolean =>
  !(before?.kind === 'item' && block.kind === 'item')

function blockLines(block: Block, width: number, paint: Paint): string[] {
  const prose = Math.min(width, READABLE)
  switch (block.kind) {
    case 'heading':
      return headingLines(block, prose, paint)
    case 'paragraph':
      return wrapWords(prose, wordsOf(block.text), paint)
    case 'item':
      return itemLines(block.mark, block.text, prose, paint)
    case 'code':
      return block.lines.map((line) => `  ${paint('cyan', cut(width - 2, line))}`)
    case 'table':
      return tableLines(block.rows, width, paint)
  }
}

function headingLines(
  { level, text }: { level: number; text: string },
  width: number,
  paint: Paint,
): string[] {
  const style: Style = level === 1 ? ['bold', 'underline'] : 'bold'
  return wrapWords(width, wordsOf(text.replaceAll('`', '')), paint).map((line) => paint(style, line))
}

function itemLines(mark: string, text: string, width: number, paint: Paint): string[] {
  const head = mark === '-' ? '• ' : `${mark} `
  return wrapWords(width - head.length, wordsOf(text), paint).map(
    (line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line,
  )
}
