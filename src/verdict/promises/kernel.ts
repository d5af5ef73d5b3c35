import type { Exchange, Hop } from '../../journey/types.ts'
import { absent, every, type Finding, fail, inconclusive, pass, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { pointsOf, pointsOn } from '../topology.ts'
import { trafficOf } from '../traffic.ts'
import type { IpvsCounters, NetworkState } from '../types.ts'
import { frameOf, insideOf, isSentinel, journeysOf, ownerOf, type View } from '../view.ts'
import { listed } from '../words.ts'

/** A switch learns MAC addresses, never IP addresses: the VIP's replies may come from any real server's port. */
export const fdb: ModePromise = (roles) => ({
  id: 'fdb',
  stage: 'whole',
  title: 'The switch learns each MAC on its own port',
  expected: `each MAC on its node's port, VIP's replies from the port of ${roles.labels.server}`,
  check: (view) => checkFdb(view, roles),
})

function checkFdb(view: View, { network, probe, servers }: ModeRoles): Finding {
  const state = view.networks.find((candidate) => candidate.network === network)
  if (state === undefined) return inconclusive(`the forwarding database of ${network} was not read`)
  const seen = sendersOn(view, network)
  const wording = {
    noun: 'MAC address',
    none: `nothing was sent on ${network}`,
    points: pointsOn(view.lab, network),
  }
  const finding = every(view, [...seen.values()], wording, (hop) => showLearned(view, state, hop))
  if (finding.status !== 'pass') return finding
  const replying = trafficOf(view, probe).replies.flatMap(({ journey }) => journey.hops.slice(0, 1))
  const from = [...new Set(replying.map((hop) => ownerOf(view, hop.sourceMac)))].filter((node) =>
    servers.includes(node),
  )
  if (from.length === 0) {
    return absent(
      view,
      servers.flatMap((server) => pointsOf(view.lab, server)),
      'no reply came from a real server',
    )
  }
  return pass(`${finding.observed}; VIP's replies from the ports of ${listed(from)}`, finding.frames)
}

/** One frame of each MAC address that sent on a network; a sentinel frame comes from none. */
function sendersOn(view: View, network: string): Map<string, Hop> {
  const points = pointsOn(view.lab, network)
  const hops = view.journeys.flatMap((journey) => (isSentinel(journey) ? [] : journey.hops))
  const there = hops.filter((hop) => hop.sightings.some(({ point }) => points.includes(point)))
  const seen = new Map<string, Hop>()
  for (const hop of there) if (!seen.has(hop.sourceMac)) seen.set(hop.sourceMac, hop)
  return seen
}

function showLearned(view: View, { fdb, ports }: NetworkState, hop: Hop): Shown {
  const owner = ownerOf(view, hop.sourceMac)
  const behind = fdb.filter(({ mac }) => mac === hop.sourceMac).map(({ port }) => ports[port] ?? port)
  if (behind.length === 0) return { deviation: { text: `MAC of ${owner} not learned`, frame: frameOf(hop) } }
  const home = homeOf(view, hop.sourceMac)
  if (behind.every((point) => point === home)) return { frames: [frameOf(hop)] }
  return { deviation: { text: `MAC of ${owner} learned at ${listed(behind)}`, frame: frameOf(hop) } }
}

/** The interface that holds a MAC, `node:interface`. */
function homeOf(view: View, mac: string): string | undefined {
  for (const { node, interfaces } of view.nodes) {
    const holder = interfaces.find((candidate) => candidate.mac === mac)
    if (holder !== undefined) return `${node}:${holder.name}`
  }
  return undefined
}

/** The director sees every connection begin and no reply. */
export const ipvsCounters: ModePromise = (roles) => ({
  id: 'ipvs-counters',
  stage: 'whole',
  title: 'IPVS counts every connection and no packet back',
  expected: 'connections = requests, InPkts > 0, OutPkts = 0',
  check: (view) => checkCounters(view, roles),
})

function checkCounters(view: View, roles: ModeRoles): Finding {
  const counters = view.stateByNode.get(roles.director)?.ipvsCounters
  if (counters === undefined) return fail(`${roles.director}'s kernel counts no IPVS`, [])
  const requests = scheduled(view, roles)
  if (requests.length === 0) return absent(view, pointsOf(view.lab, roles.client), 'no request was seen')
  const observed = countersText(counters, requests.length)
  const kept = counters.connections === requests.length && counters.inPackets > 0 && counters.outPackets === 0
  return kept ? pass(observed, []) : fail(observed, [])
}

/**
 * Exchanges that IPVS had to count: those with the service in question and with others of the same kernel, unless
 * they stayed inside a node that owns the VIP itself.
 */
function scheduled(view: View, { director, vip, port }: ModeRoles): Exchange[] {
  const others = view.stateByNode.get(director)?.ipvs ?? []
  const services = [{ address: vip, port }, ...others.filter((service) => service.protocol !== 'fwmark')]
  return view.exchanges.filter(
    ({ protocol, destination, destinationPort, ...exchange }) =>
      protocol !== 'icmp' &&
      journeysOf(view, exchange.requests).some(({ hops }) =>
        hops.some((hop) => insideOf(hop) === undefined),
      ) &&
      services.some(({ address, port }) => address === destination && port === destinationPort),
  )
}

function countersText({ connections, inPackets, outPackets }: IpvsCounters, requests: number): string {
  return `connections ${connections} of ${requests}, InPkts ${inPackets}, OutPkts ${outPackets}`
}
