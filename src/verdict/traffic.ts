import type { Exchange, Hop, Journey } from '../journey/types.ts'
import { isDnsName } from '../lab/probes/target.ts'
import { addressOf } from './prefix.ts'
import type { ModeRoles } from './roles.ts'
import { probeNamed, targetOf } from './topology.ts'
import type { ProbeAttempt } from './types.ts'
import {
  addressesOn,
  holderOf,
  insideOf,
  receiver,
  repliesOf,
  requestsOf,
  sender,
  type View,
} from './view.ts'

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
  const free = inOrderOfSuccess(exchangesWith(view, probe))
  return (result?.attempts ?? []).map((attempt) => {
    const { localPort } = attempt
    const place = free.findIndex(({ sourcePort }) => localPort === undefined || sourcePort === localPort)
    const exchange = localPort === undefined ? free[place] : free.splice(place, place < 0 ? 0 : 1)[0]
    return exchange === undefined ? { attempt } : { attempt, exchange }
  })
}

/** Of a name with several addresses, a client tries one after the other from one port: what was answered is the attempt. */
function inOrderOfSuccess(exchanges: readonly Exchange[]): Exchange[] {
  const isDead = ({ replies }: Exchange) => Number(replies.length === 0)
  return exchanges.toSorted((one, other) => isDead(one) - isDead(other))
}

/** Exchanges that a probe's node began with the probe's target, in order; of a DNS name, wherever that led. */
function exchangesWith(view: View, name: string): Exchange[] {
  const probe = probeNamed(view.lab, name)
  const { protocol, address, port } = targetOf(probe)
  const interfaces = view.stateByNode.get(probe.from)?.interfaces ?? []
  const own = interfaces.flatMap(({ addresses }) => addresses.map(addressOf))
  return view.exchanges.filter(
    ({ source, destination, destinationPort, ...exchange }) =>
      exchange.protocol === protocol &&
      own.includes(source) &&
      (destination === address || isDnsName(address)) &&
      (port === undefined || destinationPort === port),
  )
}

/** A packet with the exchange that it belongs to. */
export interface Packet {
  readonly exchange: Exchange
  readonly journey: Journey
}

/** Everything that was captured of a service's probe. */
export interface Traffic {
  readonly attempts: readonly Attempt[]
  readonly exchanges: readonly Exchange[]
  readonly requests: readonly Packet[]
  readonly replies: readonly Packet[]
}

/**
 * What a mode is judged by: the attempts of its probe, but for those that were handed to real servers that the
 * promise is not about. An attempt that nobody was handed may have been meant for anybody.
 */
export function trafficOf(view: View, roles: ModeRoles): Traffic {
  const attempts = attemptsAt(view, roles).filter(
    ({ exchange }) => !isHanded(view, roles.director, exchange, roles.others),
  )
  const exchanges = exchangesAmong(attempts)
  const packets = (journeys: (view: View, exchange: Exchange) => Journey[]) =>
    exchanges.flatMap((exchange) => journeys(view, exchange).map((journey) => ({ exchange, journey })))
  return { attempts, exchanges, requests: packets(requestsOf), replies: packets(repliesOf) }
}

/** Each exchange of some attempts once: all echo requests of one ping share theirs. */
export function exchangesAmong(attempts: readonly Attempt[]): Exchange[] {
  return [...new Set(attempts.flatMap(({ exchange }) => exchange ?? []))]
}

/** Attempts of a probe, but for those that the director before handed to others than this one. */
export function attemptsAt(view: View, { probe, director, via }: ModeRoles): Attempt[] {
  const attempts = attemptsOf(view, probe)
  if (via === undefined) return attempts
  const others = view.lab.nodes.flatMap(({ name }) => (name === director ? [] : [name]))
  return attempts.filter(({ exchange }) => !isHanded(view, via, exchange, others))
}

function isHanded(
  view: View,
  director: string,
  exchange: Exchange | undefined,
  nodes: readonly string[],
): boolean {
  if (exchange === undefined || nodes.length === 0) return false
  return requestsOf(view, exchange).some((journey) =>
    nodes.includes(handedTo(view, director, { exchange, journey })?.server ?? ''),
  )
}

/** The hop by which a director sent a packet on, and the node that it chose. */
export interface Handover {
  readonly hop: Hop
  readonly server: string
}

/**
 * Whom a director chose, from the packet that it sent on: the owner of the tunnel's far end, of the new destination
 * address, or, where the addresses stayed as they were, of the MAC. Undefined where it sent nothing on.
 */
export function handedTo(view: View, director: string, { exchange, journey }: Packet): Handover | undefined {
  const hop = journey.hops.find((one) => insideOf(one) === undefined && sender(view, one) === director)
  if (hop === undefined) return undefined
  const [tunnel] = hop.encapsulation
  const address = tunnel?.destination ?? hop.destination
  const rewritten = tunnel !== undefined || address !== exchange.destination
  return { hop, server: rewritten ? holderOf(view, address) : receiver(view, hop) }
}

/** The same, where it chose one of the real servers in question. */
export function forwardOf(
  view: View,
  { director, servers }: ModeRoles,
  packet: Packet,
): Handover | undefined {
  const handover = handedTo(view, director, packet)
  return handover !== undefined && servers.includes(handover.server) ? handover : undefined
}

/** The director's own addresses on the network where it hands a real server its requests. */
export function dipsTowards(view: View, { director, vip, back }: ModeRoles, server: string): string[] {
  const network = back[server]?.network
  if (network === undefined) return []
  return addressesOn(view, { node: director, network }).filter((address) => address !== vip)
}

/** The conversation that servers know: the one that a proxy opened to serve an exchange, or else the exchange itself. */
export function atServers({ exchanges }: Pick<View, 'exchanges'>, exchange: Exchange): Exchange {
  return exchanges.find(({ id }) => id === exchange.upstream) ?? exchange
}

/**
 * Those of `nodes` at which request packets of an exchange were captured, or of the one that a proxy opened to serve
 * it, addressed to them; each with a hop.
 */
export function receiversOf(view: View, exchange: Exchange, nodes: readonly string[]): Map<string, Hop> {
  const arrivals = new Map<string, Hop>()
  for (const hop of requestsOf(view, atServers(view, exchange)).flatMap(({ hops }) => hops)) {
    const node = receiver(view, hop)
    if (!arrivals.has(node) && nodes.includes(node) && seenAt(hop, node)) arrivals.set(node, hop)
  }
  return arrivals
}

function seenAt(hop: Hop, node: string): boolean {
  return hop.sightings.some(({ point }) => point.startsWith(`${node}:`))
}

/** Real servers at which requests of the mode's probe arrived. */
export function reachedServers(view: View, roles: ModeRoles): string[] {
  const { exchanges } = trafficOf(view, roles)
  const arrivals = exchanges.map((exchange) => receiversOf(view, exchange, roles.servers))
  return roles.servers.filter((server) => arrivals.some((receivers) => receivers.has(server)))
}
