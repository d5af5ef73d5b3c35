import type { Page } from '../page.ts'
import { type Column, table } from '../table.ts'
import { labelled } from '../text.ts'

/** A table that terminals and Markdown show alike. */
export interface Sheet {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Below the table. */
  readonly notes?: readonly string[]
  /** Columns of figures, which are read from the right: all but the first. */
  readonly figures?: true
}

/** Narrowest that a column becomes before the table is wider than the page. */
const NARROWEST = 6

export function sheetLines({ title, columns, rows, notes = [], figures }: Sheet, page: Page): string[] {
  const shape = columns.map(
    (name, index): Column => ({
      title: name,
      ...(index === 0 ? { style: 'bold' } : { shrinkTo: NARROWEST, ...(figures && { align: 'right' }) }),
    }),
  )
  return [
    page.paint('bold', title),
    ...table(shape, rows, page.width, page.paint),
    ...notes.flatMap((note) => labelled(page.width, '  ', note)),
  ]
}

export function sheetMarkdown({ title, columns, rows, notes = [], figures }: Sheet): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = columns.map((_, index) => (figures && index > 0 ? '---:' : '---'))
  const body = rows.map((row) => line(columns.map((_, index) => row[index] ?? '')))
  return [`## ${title}`, '', line(columns), line(rule), ...body, ...notes.flatMap((note) => ['', note])].join(
    '\n',
  )
}
