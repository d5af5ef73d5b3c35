import type { Exchange, Hop, Journey } from '../journey/types.ts'
import { addressOf } from './prefix.ts'
import type { ModeRoles } from './roles.ts'
import { probeNamed, targetOf } from './topology.ts'
import type { ProbeAttempt } from './types.ts'
import { receiver, repliesOf, requestsOf, type View } from './view.ts'

/** One attempt of a probe with its packets, if any were captured. */
export interface Attempt {
  readonly attempt: ProbeAttempt
  readonly exchange?: Exchange
}

/**
 * Attempts of a probe, each tied to its exchange by client address and local port. All echo requests of one ping
 * are one exchange, told by its identifier.
 */
export function attemptsOf(view: View, probe: string): Attempt[] {
  const result = view.probes.find((candidate) => candidate.probe === probe)
  const free = exchangesWith(view, probe)
  return (result?.attempts ?? []).map((attempt) => {
    const { localPort } = attempt
    const place = free.findIndex(({ sourcePort }) => localPort === undefined || sourcePort === localPort)
    const exchange = localPort === undefined ? free[place] : free.splice(place, place < 0 ? 0 : 1)[0]
    return exchange === undefined ? { attempt } : { attempt, exchange }
  })
}

/** Exchanges that a probe's node began with the probe's target, in order. */
function exchangesWith(view: View, name: string): Exchange[] {
  const probe = probeNamed(view.lab, name)
  const { address, port } = targetOf(probe)
  const interfaces = view.stateByNode.get(probe.from)?.interfaces ?? []
  const own = interfaces.flatMap(({ addresses }) => addresses.map(addressOf))
  const protocol = probe.kind === 'ping' ? 'icmp' : 'tcp'
  return view.exchanges.filter(
    ({ source, destination, destinationPort, ...exchange }) =>
      exchange.protocol === protocol &&
      own.includes(source) &&
      destination === address &&
      (port === undefined || destinationPort === port),
  )
}

/** A packet with the exchange that it belongs to. */
export interface Packet {
  readonly exchange: Exchange
  readonly journey: Journey
}

/** Everything that was captured of one probe. */
export interface Traffic {
  readonly attempts: readonly Attempt[]
  readonly exchanges: readonly Exchange[]
  readonly requests: readonly Packet[]
  readonly replies: readonly Packet[]
}

export function trafficOf(view: View, probe: string): Traffic {
  const attempts = attemptsOf(view, probe)
  const exchanges = [...new Set(attempts.flatMap(({ exchange }) => exchange ?? []))]
  const packets = (journeys: (view: View, exchange: Exchange) => Journey[]) =>
    exchanges.flatMap((exchange) => journeys(view, exchange).map((journey) => ({ exchange, journey })))
  return { attempts, exchanges, requests: packets(requestsOf), replies: packets(repliesOf) }
}

/** Those of `nodes` at which request packets of an exchange were captured, addressed to them; each with a hop. */
export function receiversOf(view: View, exchange: Exchange, nodes: readonly string[]): Map<string, Hop> {
  const arrivals = new Map<string, Hop>()
  for (const hop of requestsOf(view, exchange).flatMap(({ hops }) => hops)) {
    const node = receiver(view, hop)
    if (!arrivals.has(node) && nodes.includes(node) && seenAt(hop, node)) arrivals.set(node, hop)
  }
  return arrivals
}

function seenAt(hop: Hop, node: string): boolean {
  return hop.sightings.some(({ point }) => point.startsWith(`${node}:`))
}

/** Real servers at which requests of the mode's probe arrived. */
export function reachedServers(
  view: View,
  { probe, servers }: Pick<ModeRoles, 'probe' | 'servers'>,
): string[] {
  const arrivals = trafficOf(view, probe).exchanges.map((exchange) => receiversOf(view, exchange, servers))
  return servers.filter((server) => arrivals.some((receivers) => receivers.has(server)))
}
