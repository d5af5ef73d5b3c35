import type { Exchange, Hop } from '../../journey/types.ts'
import { absent, every, type Finding, fail, inconclusive, pass, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import { macHolders } from '../names.ts'
import { type ModeRoles, networksAround } from '../roles.ts'
import { pointsOf, pointsOn } from '../topology.ts'
import { trafficOf } from '../traffic.ts'
import type { IpvsCounters, NetworkState } from '../types.ts'
import {
  frameOf,
  heldAddresses,
  insideOf,
  isSentinel,
  journeysOf,
  ownerOf,
  receiver,
  requestsOf,
  sender,
  type View,
} from '../view.ts'
import { count, listed } from '../words.ts'
import { departureOf } from './reply.ts'

/** A switch learns MAC addresses, never IP addresses: replies may come from any real server's port. */
export const fdb: ModePromise = (roles) => ({
  stage: 'whole',
  title: 'The switch learns each MAC on its own port',
  expected: `each MAC on its node's port, replies from the port of ${roles.labels.server}`,
  check: (view) => checkFdb(view, roles),
})

function checkFdb(view: View, roles: ModeRoles): Finding {
  const networks = networksAround(view.lab, roles)
  const states = networks.flatMap((name) => view.networks.find(({ network }) => network === name) ?? [])
  const unread = networks.filter((name) => !states.some(({ network }) => network === name))
  if (unread.length > 0) return inconclusive(`the forwarding database of ${listed(unread)} was not read`)
  const seen = states.flatMap((state) => sendersOn(view, state).map((hop) => ({ state, hop })))
  const wording = {
    noun: 'MAC address',
    none: `nothing was sent on ${listed(networks)}`,
    points: networks.flatMap((network) => pointsOn(view.lab, network)),
  }
  const finding = every(view, seen, wording, ({ state, hop }) => showLearned(view, state, hop))
  return finding.status === 'pass' ? withReplies(view, roles, finding) : finding
}

/** No reply is no proof of where replies come from. */
function withReplies(view: View, roles: ModeRoles, finding: Finding): Finding {
  const { servers } = roles
  const departures = trafficOf(view, roles).replies.map((packet) => departureOf(view, roles, packet))
  const from = [...new Set(departures.map((hop) => sender(view, hop)))].filter((node) =>
    servers.includes(node),
  )
  const points = servers.flatMap((server) => pointsOf(view.lab, server))
  if (from.length === 0) return absent(view, points, 'no reply came from a real server')
  return pass(`${finding.observed}; replies from the ports of ${listed(from)}`, finding.frames)
}

/** One frame of each MAC address that sent on a network; a sentinel frame comes from none. */
function sendersOn(view: View, { network, vlan }: NetworkState): Hop[] {
  const points = pointsOn(view.lab, network)
  const hops = view.journeys.flatMap((journey) => (isSentinel(journey) ? [] : journey.hops))
  const there = hops.filter(
    (hop) =>
      hop.sightings.some(({ point }) => points.includes(point)) &&
      (hop.vlan === undefined || hop.vlan === vlan),
  )
  const seen = new Map<string, Hop>()
  for (const hop of there) if (!seen.has(hop.sourceMac)) seen.set(hop.sourceMac, hop)
  return [...seen.values()]
}

function showLearned(view: View, { fdb, ports }: NetworkState, hop: Hop): Shown {
  const owner = ownerOf(view, hop.sourceMac)
  const behind = fdb.filter(({ mac }) => mac === hop.sourceMac).map(({ port }) => ports[port] ?? port)
  if (behind.length === 0) return { deviation: { text: `MAC of ${owner} not learned`, frame: frameOf(hop) } }
  const homes = homesOf(view, hop.sourceMac)
  if (behind.every((point) => homes.includes(point))) return { frames: [frameOf(hop)] }
  return { deviation: { text: `MAC of ${owner} learned at ${listed(behind)}`, frame: frameOf(hop) } }
}

/** The links that a MAC is at, `node:interface`: several of a virtual one. */
function homesOf({ nodes }: View, mac: string): string[] {
  const holders = macHolders(nodes).get(mac) ?? []
  return holders.map(({ node, nic }) => `${node}:${nic.over ?? nic.name}`)
}

/** What comes back through the director is counted as well; the counters are those of its whole kernel. */
export const ipvsCounters: ModePromise = (roles) => ({
  stage: 'whole',
  title: roles.repliesReturn
    ? 'IPVS counts every connection, and packets both ways'
    : 'IPVS counts every connection and no packet back',
  expected: `connections = requests, InPkts > 0, OutPkts ${roles.repliesReturn ? '>' : '='} 0`,
  check: (view) => checkCounters(view, roles),
})

function checkCounters(view: View, roles: ModeRoles): Finding {
  const counters = view.stateByNode.get(roles.director)?.ipvsCounters
  if (counters === undefined) return fail(`${roles.director}'s kernel counts no IPVS`, [])
  const requests = scheduled(view, roles)
  if (requests.length === 0) return absent(view, pointsOf(view.lab, roles.client), 'no request was seen')
  const errors = errorsAt(view, roles.director, requests)
  const observed = countersText(counters, requests.length, errors)
  const returned = counters.outPackets > errors === roles.repliesReturn
  const kept = counters.connections === requests.length && counters.inPackets > 0 && returned
  return kept ? pass(observed, []) : fail(observed, [])
}

/**
 * Exchanges that IPVS had to count: those with the service in question and with others of the same kernel, unless
 * they stayed inside a node that owns the VIP itself, or the director before never sent them here.
 */
function scheduled(view: View, roles: ModeRoles): Exchange[] {
  const { director, vip, port, via } = roles
  const state = view.stateByNode.get(director)
  const others = state?.ipvs ?? []
  const own = others.some(({ protocol }) => protocol === 'fwmark') ? heldAddresses(state) : []
  const services = [{ address: vip, port }, ...others.filter((service) => service.protocol !== 'fwmark')]
  return view.exchanges.filter(
    (exchange) =>
      exchange.protocol !== 'icmp' &&
      (isMarked(view, exchange, director, own) ||
        services.some(
          ({ address, port }) => address === exchange.destination && port === exchange.destinationPort,
        )) &&
      hopsOf(view, exchange).some((hop) => via === undefined || receiver(view, hop) === director),
  )
}

/** What the director takes for its own and hands on all the same, only IPVS can have handed on. */
function isMarked(view: View, exchange: Exchange, director: string, own: readonly string[]): boolean {
  return (
    own.includes(exchange.destination) && hopsOf(view, exchange).some((hop) => sender(view, hop) === director)
  )
}

/** Hops of requests between nodes. */
function hopsOf(view: View, exchange: Exchange): Hop[] {
  return requestsOf(view, exchange).flatMap(({ hops }) => hops.filter((hop) => insideOf(hop) === undefined))
}

/** ICMP errors count as packets back: those that a director sends, and those about what it has sent (ip_vs_out_icmp). */
function errorsAt(view: View, director: string, exchanges: readonly Exchange[]): number {
  const errors = exchanges.flatMap((exchange) => journeysOf(view, exchange.errors))
  return errors.filter(
    ({ hops }) =>
      hops.slice(0, 1).some((hop) => sender(view, hop) === director) ||
      hops.slice(-1).some((hop) => receiver(view, hop) === director),
  ).length
}

function countersText(counters: IpvsCounters, requests: number, errors: number): string {
  const { connections, inPackets, outPackets } = counters
  const told = errors === 0 ? '' : `, of which ${count(errors, 'ICMP error')}`
  return `connections ${connections} of ${requests}, InPkts ${inPackets}, OutPkts ${outPackets}${told}`
}
