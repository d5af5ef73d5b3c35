import type { Exchange } from '../../journey/types.ts'
import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import type { Deviation } from '../finding.ts'
import { type Attempt, attemptsOf, receiversOf } from '../traffic.ts'
import { frameOf, journeysOf, repliesOf, requestsOf, type View } from '../view.ts'
import { listed } from '../words.ts'

/** One request, and the real server that it was dealt to. */
export interface Deal {
  readonly probe: string
  /** Address of who asked, and address that was asked. */
  readonly client: string
  readonly destination: string
  readonly server: string
  /** Frame in which it reached the server. */
  readonly frame: number
  /** Frame with which it began. */
  readonly begun: number
  /** Frame of its first FIN or RST, with which IPVS stops to count it as active; Infinity without one. */
  readonly ended: number
}

/** What became of every attempt of the probes, in order. */
export function dealsOf(view: View, { probes, over }: SpreadExpectation): (Deal | Deviation)[] {
  return probes.flatMap((probe) =>
    attemptsOf(view, probe).map((attempt) => dealt(view, probe, over, attempt)),
  )
}

/** The server of one attempt: packets, and answer if it names one, have to agree on it. */
function dealt(
  view: View,
  probe: string,
  over: readonly string[],
  { attempt, exchange }: Attempt,
): Deal | Deviation {
  const receivers = exchange === undefined ? [] : [...receiversOf(view, exchange, over)]
  const [first] = receivers
  if (exchange === undefined || first === undefined)
    return { text: `no packet of it reached ${listed(over, 'or')}` }
  const [server, hop] = first
  const frame = frameOf(hop)
  if (receivers.length > 1) return { text: `went to ${listed(receivers.map(([node]) => node))}`, frame }
  const isSilent = attempt.server === undefined && attempt.outcome === 'answered'
  if (attempt.server !== server && !isSilent)
    return { text: `${server} received it, ${attempt.server ?? 'nobody'} answered`, frame }
  const { source: client, destination } = exchange
  return { probe, client, destination, server, frame, ...lifeOf(view, exchange) }
}

function lifeOf(view: View, exchange: Exchange): Pick<Deal, 'begun' | 'ended'> {
  const frames = (ids: readonly number[]) =>
    journeysOf(view, ids).flatMap(({ hops }) =>
      hops.flatMap(({ sightings }) => sightings.map(({ frame }) => frame)),
    )
  const last = [...requestsOf(view, exchange), ...repliesOf(view, exchange)].filter(({ flags = '' }) =>
    /[FR]/.test(flags),
  )
  return {
    begun: Math.min(...frames(exchange.requests)),
    ended: Math.min(...frames(last.map(({ id }) => id))),
  }
}

/** How many requests each server got, in the order of the promise: `rs1 2, rs2 2`. */
export function countsText({ over }: SpreadExpectation, deals: readonly Deal[]): string {
  return over.map((node) => `${node} ${deals.filter(({ server }) => server === node).length}`).join(', ')
}
