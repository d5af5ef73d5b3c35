import { html, type Markup } from './markup.ts'
import { type Row, type Rows, sheet } from './sheet.ts'

/**
 * A table as it is now, after its caption and the names of its columns; where it is known how it was before, what is new
 * and what is gone is marked.
 */
export function compared<State>(
  [caption, ...columns]: readonly [string, ...string[]],
  rowsOf: (state: State) => Rows,
  now: State,
  before: State | undefined,
): Markup | undefined {
  if (before === undefined) return sheet(caption, columns, rowsOf(now))
  const [past, present] = [rowsOf(before), rowsOf(now)]
  const rows = [
    ...present.map((row) => [has(past, row) ? '' : sign('+', 'new'), ...row]),
    ...past.filter((row) => !has(present, row)).map((row) => [sign('−', 'gone'), ...row]),
  ]
  return sheet(caption, ['change', ...columns], rows)
}

const sign = (text: string, meaning: string): Markup => html`<span title="${meaning}">${text}</span>`

const has = (rows: Rows, row: Row): boolean => rows.some((one) => textOf(one) === textOf(row))

const textOf = (row: Row): string => html`${row.map((cell) => html`<td>${cell}</td>`)}`.text
