import { html, type Markup } from './markup.ts'

export type Row = readonly (Markup | string | number | undefined)[]
export type Rows = readonly Row[]

/** A table with a caption; nothing where it has no rows. Cells of `code` columns are names and addresses. */
export function sheet(caption: string, columns: readonly string[], rows: Rows): Markup | undefined {
  if (rows.length === 0) return undefined
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`)
  const lines = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)
  return html`<div class="table" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table></div>`
}

/** A section that the head of the page links to. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly body: Markup
}

export const section = (id: string, title: string, body: Markup | readonly Markup[]): Section => ({
  id,
  title,
  body: html`${body}`,
})

/** What can be folded away. */
export const folded = (summary: Markup | string, body: Markup, open = false): Markup =>
  html`<details${open && html` open`}><summary>${summary}</summary>${body}</details>`
