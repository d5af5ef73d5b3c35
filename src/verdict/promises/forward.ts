import type { Hop, Journey } from '../../journey/types.ts'
import { type Deviation, every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText, packetText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { type Packet, trafficOf } from '../traffic.ts'
import { frameOf, journeysOf, receiver, sender, type View } from '../view.ts'

/** Layer 2 takes every request packet to the director, whoever else owns the VIP. */
export const requestToDirector: ModePromise = (roles) => ({
  id: 'request-to-director',
  stage: 'request',
  title: 'Every request packet goes to the director first',
  expected: `${roles.labels.station}:${roles.director}/CIP:VIP`,
  check: (view) => {
    const { requests, attempts } = trafficOf(view, roles.probe)
    const silent = attempts.filter(({ exchange }) => exchange === undefined)
    const points = pointsOf(view.lab, roles.client)
    const wording = { noun: 'request packet', none: `no packet of probe ${roles.probe} was seen`, points }
    return every(view, [...requests, ...silent], wording, (item) =>
      'journey' in item
        ? showArrival(view, roles, item)
        : { deviation: { text: `an attempt of ${roles.client} sent no packet to VIP` } },
    )
  },
})

function showArrival(view: View, { station, director }: ModeRoles, { exchange, journey }: Packet): Shown {
  const hop = journey.hops.find((candidate) => sender(view, candidate) === station)
  if (hop === undefined) return { deviation: { text: `${station} sent nothing on` } }
  const unchanged = hop.source === exchange.source && hop.destination === exchange.destination
  if (receiver(view, hop) === director && unchanged) return { frames: [frameOf(hop)] }
  return { deviation: { text: hopText(view, hop), frame: frameOf(hop) } }
}

/** The heart of direct routing: new MAC addresses around an untouched IP packet. */
export const requestForwarded: ModePromise = (roles) => ({
  id: 'request-forwarded',
  stage: 'forward',
  title: 'The director hands every request packet to a real server, addresses and ports untouched',
  expected: `${roles.director}:${roles.labels.server}/CIP:VIP, the same ${roles.labels.server} for a whole exchange`,
  check: (view) => {
    const { requests } = trafficOf(view, roles.probe)
    const wording = forwardWording(view, roles, `no packet of probe ${roles.probe} was seen`)
    return every(view, requests, wording, (packet) => showForward(view, roles, packet))
  },
})

const forwardWording = (view: View, { director }: ModeRoles, none: string) => ({
  noun: 'request packet',
  none,
  points: pointsOf(view.lab, director),
})

function showForward(view: View, roles: ModeRoles, { exchange, journey }: Packet): Shown {
  const hop = forwardHop(view, roles, journey)
  if (hop === undefined) return { deviation: notForwarded(view, roles, { exchange, journey }) }
  const kept =
    hop.source === exchange.source &&
    hop.destination === exchange.destination &&
    hop.sourcePort === exchange.sourcePort &&
    hop.destinationPort === exchange.destinationPort &&
    hop.encapsulation.length === 0
  const usual = firstServer(view, roles, exchange.requests)
  if (kept && receiver(view, hop) === usual) return { frames: [frameOf(hop)] }
  return { deviation: { text: hopText(view, hop), frame: frameOf(hop) } }
}

/** The hop by which the director hands a request to one of the real servers. */
export function forwardHop(view: View, { director, servers }: ModeRoles, journey: Journey): Hop | undefined {
  return journey.hops.find((hop) => sender(view, hop) === director && servers.includes(receiver(view, hop)))
}

function firstServer(view: View, roles: ModeRoles, requests: readonly number[]): string | undefined {
  const hops = journeysOf(view, requests).map((journey) => forwardHop(view, roles, journey))
  const first = hops.find((hop) => hop !== undefined)
  return first === undefined ? undefined : receiver(view, first)
}

/** What happened instead: the packet went elsewhere, or the director refused it; otherwise nothing was seen. */
function notForwarded(
  view: View,
  { director, station }: ModeRoles,
  { exchange, journey }: Packet,
): Deviation {
  const astray =
    journey.hops.find((hop) => sender(view, hop) === director) ??
    journey.hops.find((hop) => sender(view, hop) === station && receiver(view, hop) !== director)
  if (astray !== undefined) return { text: hopText(view, astray), frame: frameOf(astray) }
  for (const answer of journeysOf(view, [...exchange.errors, ...exchange.replies])) {
    const hop = answer.hops[0]
    if (hop !== undefined && sender(view, hop) === director) {
      return { text: packetText(view, hop, answer), frame: frameOf(hop) }
    }
  }
  return { text: `${director} sent CIP:VIP on to nobody` }
}

/** IPVS forwards as a router does, and a router takes one off. */
export const ttlMinusOne: ModePromise = (roles) => ({
  id: 'ttl-minus-one',
  stage: 'forward',
  title: 'The director takes one off the TTL',
  expected: `TTL n at ${roles.director}, n−1 at ${roles.labels.server}`,
  check: (view) => {
    const { requests } = trafficOf(view, roles.probe)
    const forwarded = requests.filter(({ journey }) => forwardHop(view, roles, journey) !== undefined)
    const wording = forwardWording(view, roles, 'no request was handed to a real server')
    return every(view, forwarded, wording, ({ journey }) => showTtl(view, roles, journey))
  },
})

function showTtl(view: View, roles: ModeRoles, { hops }: Journey): Shown {
  const out = hops.findIndex(
    (hop) => sender(view, hop) === roles.director && roles.servers.includes(receiver(view, hop)),
  )
  const [before, after] = [hops[out - 1], hops[out]]
  if (after === undefined || before?.ttl === undefined || after.ttl === undefined) {
    return { deviation: { text: 'the packet was not seen before the director' } }
  }
  const frames = [frameOf(before), frameOf(after)]
  if (after.ttl === before.ttl - 1) return { frames }
  return { deviation: { text: `TTL ${before.ttl}, then ${after.ttl}`, frame: frameOf(after) } }
}
