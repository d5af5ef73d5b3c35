import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import type { TimedEvent } from '../timeline/types.ts'
import { subjectOf } from './ids.ts'
import type { Setting } from './setting.ts'
import type { Timed, TimedExpectation } from './time-types.ts'
import type { ExpectationSpec } from './types.ts'

/** Event that an expectation counts from. */
export const afterSchema = z
  .string()
  .describe('Event that it begins with; if not given, it begins with the timeline')

/** What is promised of a part of the timeline; undefined, with a finding, where there is none. */
export function readTimed(
  after: string | undefined,
  path: Path,
  { timeline, meant, promising, findings }: Setting,
): Timed | undefined {
  if (!timeline)
    return findings.lost(['timeline']) ? undefined : findings.error(path, 'this lab has no timeline')
  const directors = promising.filter(({ keepalived }) => keepalived)
  if (after === undefined) return { meant, directors }
  const known = timeline.events.map(({ name }) => name)
  if (known.includes(after)) return { after, meant, directors }
  if (findings.lost(['timeline', 'events', after])) return undefined
  return findings.error([...path, 'after'], `nothing happens as "${after}"`, { known, word: after })
}

/** Where the same is promised after several events, each promise begins where the one before it ends. */
export function inTurn(
  specs: readonly ExpectationSpec[],
  events: readonly TimedEvent[],
): readonly ExpectationSpec[] {
  const place = (name: string | undefined) => events.findIndex((event) => event.name === name)
  const timed = specs.filter(isTimed)
  return specs.map((spec) => {
    const series = isTimed(spec) ? seriesOf(spec) : undefined
    if (!isTimed(spec) || series === undefined) return spec
    const places = timed.filter((one) => seriesOf(one) === series).map((one) => place(one.after))
    const next = Math.min(...places.filter((one) => one > place(spec.after)))
    const before = Math.max(...places.filter((one) => one < place(spec.after)), -1)
    const [since, until] = [events[before]?.name, events[next]?.name]
    return { ...spec, ...(since !== undefined && { since }), ...(until !== undefined && { until }) }
  })
}

/** A virtual router's promises are about the whole timeline at once. */
function isTimed(spec: ExpectationSpec): spec is TimedExpectation {
  return 'meant' in spec && spec.kind !== 'vrrp'
}

/** Promises of which one ends where the next begins; a server that leaves may join again. */
function seriesOf(spec: TimedExpectation): string | undefined {
  if (spec.kind === 'leaves' || spec.kind === 'joins') return `turnover ${subjectOf(spec)}`
  return spec.kind === 'announced' ? undefined : `${spec.kind} ${subjectOf(spec)}`
}
