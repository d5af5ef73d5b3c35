import type { Hop } from '../../journey/types.ts'
import type { Timed } from '../../lab/expectations/time-types.ts'
import type { View } from '../view.ts'

/** Name of the moment at which a timeline begins, among those of its events; see `Happened`. */
const BEGIN = 'begin'

/** Part of a timeline, in milliseconds since 1970-01-01 UTC: from the first moment up to the second. */
export interface Period {
  readonly from: number
  /** Infinity where it lasts to the end. */
  readonly to: number
}

/** The part of the timeline that an expectation is about; what is missing, where that did not happen. */
export function periodOf(view: View, { after, until }: Pick<Timed, 'after' | 'until'>): Period | string {
  const from = momentOf(view, after)
  if (from === undefined) return `${after ?? 'the timeline'} did not happen`
  return { from, to: (until === undefined ? undefined : momentOf(view, until)) ?? Infinity }
}

/** The same in words: `after lb1-stops, until lb1-starts`. */
export function periodText({ after, until }: Pick<Timed, 'after' | 'until'>): string {
  const parts = [
    ...(after === undefined ? [] : [`after ${after}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ]
  return parts.join(', ') || 'on the whole timeline'
}

/** When an event happened, or the timeline began: milliseconds since 1970-01-01 UTC. */
export function momentOf({ happened }: View, event = BEGIN): number | undefined {
  return happened.find((one) => one.event === event)?.at
}

/** When a hop was first captured: milliseconds since 1970-01-01 UTC. */
export function timeOf({ origin }: View, { sightings }: Hop): number {
  return origin + (sightings[0]?.time ?? 0) / 1e6
}

/** `788 ms`, `12.3 s`. */
export function lasting(milliseconds: number): string {
  return milliseconds < 9999.5 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

/** A limit as a lab gives it: `500 ms`, `2.5 s`. */
export function limit(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`
}

/** `140 ms after lb1-stops`, `20 ms before the beginning`. */
export function counted(at: number, { from }: Period, after?: string): string {
  const what = after ?? 'the beginning'
  return at < from ? `${lasting(from - at)} before ${what}` : `${lasting(at - from)} after ${what}`
}
