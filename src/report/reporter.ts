import type { RunEvent } from '../events/types.ts'

/** Shows a run's events as they come. */
export interface Reporter {
  readonly handle: (event: RunEvent) => void
}

/** The one thing that a reporter needs of standard output; its properties are those of a terminal. */
export interface Screen {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
  readonly columns?: number
}
