import type { Journey } from '../../../journey/types.ts'
import { isDnsName } from '../../../lab/probes/target.ts'
import type { Expectation } from '../../expectation.ts'
import { probeNamed, targetOf } from '../../topology.ts'
import { atServers, attemptsOf, exchangesAmong } from '../../traffic.ts'
import { receiver, repliesOf, requestsOf, sender, type View } from '../../view.ts'

/** A node that had to know a way to an address. */
export interface Lookup {
  readonly node: string
  readonly to: string
}

/** What a failed promise depends on in switches and routing. */
export interface Concern {
  /** Node whose routing is promised, where it is a routing promise. */
  readonly node?: string
  /** Where packets came from and to, and for which address they were; of a promised route, its node and address. */
  readonly lookups: readonly Lookup[]
  /** Whether the way itself is promised: another one breaks the promise, and not only none. */
  readonly way: boolean
}

/** Undefined where a promise is neither about a probe nor about routing: nothing ties it to a place in the network. */
export function concernOf(
  view: View,
  { probe, way, routing }: Pick<Expectation, 'probe' | 'way' | 'routing'>,
): Concern | undefined {
  if (routing !== undefined) {
    const { node, to } = routing
    return { node, lookups: to === undefined ? [] : [{ node, to }], way: true }
  }
  return probe === undefined ? undefined : { lookups: lookupsOf(view, probe), way: way === true }
}

function lookupsOf(view: View, name: string): Lookup[] {
  const probe = probeNamed(view.lab, name)
  const { address } = targetOf(probe)
  const began = isDnsName(address) ? [] : [{ node: probe.from, to: address }]
  const exchanges = exchangesAmong(attemptsOf(view, name))
  const all = new Set(exchanges.flatMap((exchange) => [exchange, atServers(view, exchange)]))
  const journeys = [...all].flatMap((one) => [...requestsOf(view, one), ...repliesOf(view, one)])
  return unique([...began, ...journeys.flatMap((journey) => alongside(view, journey))])
}

/** Where a packet began, and where it came to, with its destination on the way there. */
function alongside(view: View, { hops: [first, ...more] }: Journey): Lookup[] {
  if (first === undefined) return []
  const came = [first, ...more].map((hop) => ({ node: receiver(view, hop), to: hop.destination }))
  return [{ node: sender(view, first), to: first.destination }, ...came]
}

const unique = (lookups: readonly Lookup[]): Lookup[] => [
  ...new Map(lookups.map((one) => [`${one.node} ${one.to}`, one])).values(),
]
