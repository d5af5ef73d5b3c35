import type { Paint, Style } from './paint.ts'
import { padTo, widthOf, wrap } from './text.ts'

export interface Column {
  /** Head of the column; a table without any title has no head. */
  readonly title?: string
  readonly style?: Style
  readonly align?: 'right'
  /** May be wrapped down to this many columns when the table is too wide. */
  readonly shrinkTo?: number
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
  const widths = fitted(columns, naturalWidths(columns, [...head, ...rows]), width - INDENT.length)
  const headColumns = columns.map((column): Column => ({ ...column, style: 'dim' }))
  const bodyLines = (row: Row) => (typeof row === 'string' ? [row] : rowLines(columns, row, widths, paint))
  return [...head.flatMap((row) => rowLines(headColumns, row, widths, paint)), ...rows.flatMap(bodyLines)]
}

/** One pass over the rows: a capture can have hundreds of thousands. */
function naturalWidths(columns: readonly Column[], rows: readonly Row[]): number[] {
  const widths = columns.map(() => 0)
  for (const row of rows) {
    if (typeof row === 'string') continue
    for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(text))
  }
  return widths
}

/** Takes what is too much from the shrinkable column that has most to give, one column at a time. */
function fitted(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  const used = () => widths.reduce((sum, each) => sum + each, GAP.length * (columns.length - 1))
  while (used() > width) {
    const spare = columns.map(
      ({ shrinkTo }, index) => (widths[index] ?? 0) - (shrinkTo ?? Number.POSITIVE_INFINITY),
    )
    const most = spare.indexOf(Math.max(...spare))
    if ((spare[most] ?? 0) <= 0) break
    widths[most] = (widths[most] ?? 0) - 1
  }
  return widths
}

function rowLines(
  columns: readonly Column[],
  row: readonly string[],
  widths: readonly number[],
  paint: Paint,
): string[] {
  const cells = row.map((text, index) => (text === '' ? [] : wrap(widths[index] ?? 0, text)))
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
