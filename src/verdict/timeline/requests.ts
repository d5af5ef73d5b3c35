import { type Attempt, attemptsOf } from '../traffic.ts'
import { frameOf, journeysOf, type View } from '../view.ts'
import type { Period } from './clock.ts'

/** A request of a steady probe. */
export interface Request extends Attempt {
  /** When it began: milliseconds since 1970-01-01 UTC. */
  readonly at: number
  /** Whether it ended in anything but an answer. */
  readonly lost: boolean
}

/** All requests of a steady probe, in the order in which they began. */
export function steadyRequests(view: View, probe: string): Request[] {
  const all = attemptsOf(view, probe).flatMap((one) => {
    const { at, outcome } = one.attempt
    return at === undefined ? [] : [{ ...one, at, lost: outcome !== 'answered' }]
  })
  return all.toSorted((one, other) => one.at - other.at)
}

/**
 * Requests before a period, and during it. What was lost as the period began may have been under way then: it belongs
 * to the period if it had no more time before than answers took.
 */
export function splitAt(
  requests: readonly Request[],
  { from, to }: Period,
): { readonly before: readonly Request[]; readonly during: readonly Request[] } {
  const answered = requests.filter(({ at, lost }) => at < from && !lost)
  const first = from - Math.max(0, ...answered.map(({ attempt }) => attempt.milliseconds))
  return {
    before: requests.filter(({ at }) => at < first),
    during: requests.filter(({ at }) => at >= first && at < to),
  }
}

/** What is answered between two losses for less than this is a part of one outage: a director ends piece by piece. */
const PAUSE_MS = 500

/** Requests lost in one outage, in order, and the first that is answered after them, unless none is. */
export interface Losses {
  readonly lost: readonly [Request, ...Request[]]
  readonly next?: Request
}

export function lossesOf(requests: readonly Request[]): Losses[] {
  const outages: [Request, ...Request[]][] = []
  for (const request of requests.filter((one) => one.lost)) {
    const running = outages.at(-1)
    const next = running && answeredAfter(requests, running)
    if (running && (next === undefined || request.at - next.at < PAUSE_MS)) running.push(request)
    else outages.push([request])
  }
  return outages.map((lost) => {
    const next = answeredAfter(requests, lost)
    return { lost, ...(next && { next }) }
  })
}

/** The first request that was answered behind the last of some that were lost. */
function answeredAfter(
  requests: readonly Request[],
  lost: readonly [Request, ...Request[]],
): Request | undefined {
  const place = requests.indexOf(lost.at(-1) ?? lost[0])
  return requests.find((one, index) => index > place && !one.lost)
}

/** Whether packets show an answer. */
export const isSeen = ({ exchange }: Attempt): boolean => (exchange?.replies.length ?? 0) > 0

/** The frame that a request began with, and that in which its answer did; none where packets show none. */
export function framesOfRequest(view: View, { exchange }: Attempt): number[] {
  const firsts = [exchange?.requests[0], exchange?.replies[0]].flatMap((id) => id ?? [])
  return journeysOf(view, firsts).flatMap(({ hops: [hop] }) => (hop === undefined ? [] : [frameOf(hop)]))
}
