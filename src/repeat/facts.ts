import type { RunView } from '../events/view.ts'
import type { Field } from './fields.ts'

/**
 * What a run found out besides its frames: how it ended, what happened on its timeline and when, how each attempt ended,
 * and every verdict. Names are for people: `verdict dr/answered`, `event cut`, `attempt 2 of web`.
 */
export function factsOf({ end, happened, addressChanges, probes, verdicts }: RunView): Field[] {
  return [
    { name: 'outcome', value: end?.outcome ?? 'none' },
    ...happened.map(({ event, at }) => ({ name: `event ${event}`, value: time(at) })),
    ...addressChanges.map(({ at, node, cidr, change }) => ({
      name: `address ${cidr} of ${node}`,
      value: `${change} at ${time(at)}`,
    })),
    ...probes.flatMap(({ probe, attempts }) =>
      attempts.map(({ outcome, server, status, dns, at }, index) => ({
        name: `attempt ${index + 1} of ${probe}`,
        value: [outcome, server, status, dns?.status, ...(dns?.answers ?? []), at && `at ${time(at)}`]
          .filter((part) => part !== undefined)
          .join(' '),
      })),
    ),
    ...verdicts.map(({ expectation, status, observed }) => ({
      name: `verdict ${expectation}`,
      value: `${status}, ${observed}`,
    })),
  ]
}

/** Milliseconds since 1970 as a time of day to the microsecond. */
const time = (at: number): string =>
  `${new Date(at).toISOString().slice(11, 19)}.${String(Math.round((at % 1000) * 1000)).padStart(6, '0')}`
