import type { Page } from './page.ts'
import { type Column, table } from './table.ts'

/** What is known of a live lab. */
export interface ShownLive {
  readonly name: string
  readonly lab?: string
  readonly kernel?: string
  /** ISO 8601. */
  readonly startedAt?: string
  readonly changes?: readonly string[]
  readonly exercise?: boolean
  /** What it is doing, if anything. */
  readonly busy?: string
  /** Why nothing more is known. */
  readonly silent?: string
}

const columns: readonly Column[] = [
  { title: 'name', style: 'bold' },
  { title: 'lab' },
  { title: 'kernel' },
  { title: 'up for', align: 'right' },
  { title: 'state', shrinkTo: 20 },
]

/** A line for each live lab. */
export function liveLines(labs: readonly ShownLive[], { width, paint }: Page, now = Date.now()): string[] {
  if (labs.length === 0) return ['no lab is live; start one: lvslab up dr']
  const rows = labs.map((one) => [
    one.name,
    one.lab ?? '',
    one.kernel ?? '',
    one.startedAt === undefined ? '' : timeSince(Date.parse(one.startedAt), now),
    stateOf(one),
  ])
  return table(columns, rows, width, paint)
}

function stateOf({ changes = [], exercise, busy, silent }: ShownLive): string {
  if (silent !== undefined) return silent
  const whole = changes.length === 0 ? 'as the lab says' : `in force: ${changes.join(', ')}`
  const state = exercise ? 'an exercise' : whole
  return busy === undefined ? state : `${state}; ${busy} goes on`
}

/** `42 s`, `7 min`, `3 h 05`. */
function timeSince(begun: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - begun) / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
}
