import type { Size } from '../model/types.ts'

/** Titles of panes of which one is seen at a time. */
export type Tabs = readonly (readonly [title: string, chosen: boolean])[]

/** A part of the screen with a title of its own. */
export interface Pane {
  readonly title: string | Tabs
  /** At the right end of the title: a position, a state. */
  readonly note?: string
  readonly focused: boolean
  readonly size: Size
  /** No more than there is room for, each no wider than the pane; styled by control sequences. */
  readonly lines: readonly string[]
}

/** Panes beside each other or below each other. */
export type Body = Pane | { readonly split: 'columns' | 'rows'; readonly parts: readonly Body[] }

/** A key and what it does here. */
export type Hint = readonly [key: string, what: string]

/** One whole screen as data. */
export interface ScreenView {
  /** Where the user is, outermost first. */
  readonly path: readonly string[]
  /** At the right end of the first line. */
  readonly status?: string
  readonly body: Body
  /** The most important ones; `?` shows all. */
  readonly hints: readonly Hint[]
}

/** Lines that are no pane's: the path above, the keys below. */
const FRAME = 2
const TITLE = 1
/** Columns between two panes. */
export const GAP = 2

/** The part between the first line and the last. */
export const bodySize = ({ columns, rows }: Size): Size => ({ columns, rows: Math.max(2, rows - FRAME) })

/** What is left for the lines of a pane. */
export const insideOf = ({ columns, rows }: Size): Size => ({ columns, rows: Math.max(1, rows - TITLE) })

/** Two areas beside each other; `share` of the width is for the first. */
export function columnsOf({ columns, rows }: Size, share: number): [Size, Size] {
  const first = Math.floor((columns - GAP) * share)
  return [
    { columns: first, rows },
    { columns: columns - GAP - first, rows },
  ]
}

/** Two areas below each other; the first has `rows` lines. */
export const rowsOf = (size: Size, rows: number): [Size, Size] => [
  { ...size, rows },
  { ...size, rows: size.rows - rows },
]
