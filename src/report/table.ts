import type { Paint, Style } from './paint.ts'
import { leastWidth, padTo, widthOf, wrap } from './text.ts'

export interface Column {
  /** Head of the column; a table without any title has no head. */
  readonly title?: string
  readonly style?: Style
  readonly align?: 'right'
  /** May be wrapped down to this many columns when the table is too wide. */
  readonly shrinkTo?: number
  /** Behind this, words that are too long may be broken. */
  readonly joint?: string
}

/** Cells, or a line that stands across all columns. */
export type Row = readonly string[] | string

const INDENT = '  '
const GAP = '  '

/**
 * Rows of cells as lines that fit `width` where shrinking the shrinkable columns makes them fit. Widths are
 * counted before colour is added, so that colour never moves a column.
 */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
  width: number,
  paint: Paint,
): string[] {
  const head = columns.some(({ title }) => title) ? [columns.map(({ title }) => title ?? '')] : []
  const widths = fitted(columns, [...head, ...rows], width - INDENT.length)
  const headColumns = columns.map((column): Column => ({ ...column, style: 'dim' }))
  const bodyLines = (row: Row) => (typeof row === 'string' ? [row] : rowLines(columns, row, widths, paint))
  return [...head.flatMap((row) => rowLines(headColumns, row, widths, paint)), ...rows.flatMap(bodyLines)]
}

/** The most that any cell of each column takes. One pass over the rows: a capture can have hundreds of thousands. */
function widest(columns: readonly Column[], rows: readonly Row[], widthIn: CellWidth): number[] {
  const widths = columns.map(() => 0)
  for (const row of rows) {
    if (typeof row === 'string') continue
    for (const [index, text] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, widthIn(text, columns[index] ?? {}))
  }
  return widths
}

type CellWidth = (text: string, column: Column) => number

/**
 * Takes what is too much from the shrinkable column that has most to give, one column at a time: down to its longest
 * word, and further only where that is not enough.
 */
function fitted(columns: readonly Column[], rows: readonly Row[], width: number): number[] {
  const widths = widest(columns, rows, widthOf)
  const excess = () => widths.reduce((sum, each) => sum + each, GAP.length * (columns.length - 1)) - width
  if (excess() <= 0) return widths
  const least = columns.map(({ shrinkTo = Number.POSITIVE_INFINITY }) => shrinkTo)
  const words = widest(columns, rows, (text, { joint }) => leastWidth(text, joint))
  for (const floor of [least.map((each, index) => Math.max(each, words[index] ?? 0)), least]) {
    const spare = () => widths.map((each, index) => each - (floor[index] ?? 0))
    while (excess() > 0 && Math.max(...spare()) > 0) {
      const most = spare().indexOf(Math.max(...spare()))
      widths[most] = (widths[most] ?? 0) - 1
    }
  }
  return widths
}

function rowLines(
  columns: readonly Column[],
  row: readonly string[],
  widths: readonly number[],
  paint: Paint,
): string[] {
  const cells = row.map((text, index) =>
    text === '' ? [] : wrap(widths[index] ?? 0, text, columns[index]?.joint),
  )
  const height = Math.max(1, ...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) => {
    const shown = columns.map((column, index) =>
      cell(column, cells[index]?.[line] ?? '', widths[index] ?? 0, paint),
    )
    return (INDENT + shown.join(GAP)).trimEnd()
  })
}

function cell({ style, align }: Column, text: string, width: number, paint: Paint): string {
  const padding = padTo(width - widthOf(text), '')
  const painted = style && text !== '' ? paint(style, text) : text
  return align === 'right' ? padding + painted : painted + padding
}
