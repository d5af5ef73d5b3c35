import type { ProbeAttempt, ProbeResult } from '../../verdict/types.ts'
import type { Moment } from './moment.ts'

/** What is answered between two losses for less than this is a part of one outage: one server of several may be lost. */
const PAUSE_MS = 500

/** An attempt of a steady probe: one that says when it began. */
export type Steady = ProbeAttempt & { readonly at: number }

/** Requests lost one after the other, but for pauses. */
export interface Outage {
  readonly lost: readonly [Steady, ...Steady[]]
  /** The first that was answered behind all of them. */
  readonly next?: Steady
}

/** When requests of a steady probe began to be lost, and when they were answered again. */
export function outages({ probe, from, attempts }: ProbeResult): Moment[] {
  const steady = attempts.filter((one): one is Steady => one.at !== undefined)
  return outagesOf(steady).flatMap(({ lost, next }) => {
    const [first, ...more] = lost
    const requests =
      more.length === 0 ? 'a request that ends' : `the first of ${lost.length} requests that end`
    const ends = [...new Set(lost.map(({ outcome }) => outcome))].join(' or ')
    const begun = { at: first.at, who: from, what: `${probe}: ${requests} in ${ends}` }
    if (next === undefined) return [begun]
    const later = `${Math.round(next.at - first.at)} ms later`
    return [begun, { at: next.at, who: from, what: `${probe}: answered again, ${later}` }]
  })
}

/** Every outage among attempts, in order. */
export function outagesOf(attempts: readonly Steady[]): Outage[] {
  const answeredAfter = (time: number) =>
    attempts.find(({ at, outcome }) => at > time && outcome === 'answered')
  const all: [Steady, ...Steady[]][] = []
  for (const attempt of attempts.filter(({ outcome }) => outcome !== 'answered')) {
    const running = all.at(-1)
    const next = answeredAfter(running?.at(-1)?.at ?? 0)
    if (running && (next === undefined || attempt.at - next.at < PAUSE_MS)) running.push(attempt)
    else all.push([attempt])
  }
  return all.map((lost) => {
    const next = answeredAfter(lost.at(-1)?.at ?? 0)
    return { lost, ...(next && { next }) }
  })
}
