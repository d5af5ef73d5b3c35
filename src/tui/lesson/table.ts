import type { Paint } from '../../report/paint.ts'
import { widthOf } from '../view/text.ts'
import { wordsOf, wordWidth, wrapWords } from './inline.ts'

const GAP = 2
/** Words up to this length are not broken, unless the table still is too wide; then only the shortest are left whole. */
const WHOLE = 18
const SHORT = 4

/** A table in Markdown: its first row is the head. Cells are wrapped where the table is too wide. */
export function tableLines(rows: readonly (readonly string[])[], width: number, paint: Paint): string[] {
  const widths = fittedWidths(rows, width)
  const [head = [], ...body] = rows
  const headless = head.every((cell) => cell === '')
  return [
    ...(headless ? [] : rowLines(head, widths, paint).map((line) => paint('bold', line))),
    ...(headless ? [] : [paint('dim', widths.map((each) => '─'.repeat(each)).join(' '.repeat(GAP)))]),
    ...body.flatMap((row) => rowLines(row, widths, paint)),
  ]
}

function fittedWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const words = (column: number) => rows.map((row) => wordsOf(row[column] ?? ''))
  const measured = Array.from({ length: columns }, (_, column) => measure(words(column)))
  const widths = measured.map(({ natural }) => natural)
  for (const unbroken of [WHOLE, SHORT]) {
    const least = measured.map(({ longest }) => Math.min(longest, unbroken))
    shrink(widths, least, width - GAP * (columns - 1))
  }
  return widths
}

/** Takes what is too much from the column that has most to give, one terminal column at a time. */
function shrink(widths: number[], least: readonly number[], room: number): void {
  while (widths.reduce((sum, each) => sum + each, 0) > room) {
    const spare = widths.map((each, column) => each - (least[column] ?? each))
    const most = spare.indexOf(Math.max(...spare))
    if ((spare[most] ?? 0) <= 0) return
    widths[most] = (widths[most] ?? 0) - 1
  }
}

function measure(cells: readonly ReturnType<typeof wordsOf>[]): { natural: number; longest: number } {
  const natural = cells.map((words) => words.reduce((sum, word) => sum + wordWidth(word) + 1, -1))
  return { natural: Math.max(1, ...natural), longest: Math.max(1, ...cells.flat().map(wordWidth)) }
}

function rowLines(row: readonly string[], widths: readonly number[], paint: Paint): string[] {
  const cells = widths.map((width, column) => wrapWords(width, wordsOf(row[column] ?? ''), paint))
  const height = Math.max(...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, index) =>
    cells
      .map((lines, column) => padded(widths[column] ?? 0, lines[index] ?? ''))
      .join(' '.repeat(GAP))
      .trimEnd(),
  )
}

const padded = (width: number, painted: string): string =>
  painted + ' '.repeat(Math.max(0, width - widthOf(painted)))
