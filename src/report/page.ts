import { type Paint, paintFor } from './paint.ts'
import type { Screen } from './reporter.ts'

/** What text is laid out on. */
export interface Page {
  /** Columns to fill. */
  readonly width: number
  readonly paint: Paint
  /** Show what is folded otherwise. */
  readonly all: boolean
}

const WIDEST = 120

/** Columns to fill: the terminal's, 80 where there is none, and no more than can be read with ease. */
export const pageWidth = (screen: Pick<Screen, 'columns'>): number => Math.min(screen.columns || 80, WIDEST)

/** A page for a terminal or whatever else standard output is. */
export const pageFor = (stream: NodeJS.WriteStream): Page => ({
  width: pageWidth(stream),
  paint: paintFor(stream),
  all: false,
})
