import type { Hop } from '../../journey/types.ts'
import { every, type Finding, fail, inconclusive, pass, provenBy, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText, packetText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { atServers, type Packet, receiversOf, trafficOf } from '../traffic.ts'
import { frameOf, receiver, repliesOf, sender, type View } from '../view.ts'
import { titled } from '../words.ts'

/** What direct routing and tunnels share: the real server answers by itself, as the VIP, with a plain packet. */
export const replyDirect: ModePromise = (roles) => ({
  stage: 'reply',
  title: `Real servers reply straight to ${titled(roles.labels.home)}, as the VIP`,
  expected: `${roles.labels.server}:${roles.labels.home}/VIP:CIP`,
  check: (view) => everyReply(view, roles, (packet, hop) => isDirect(view, roles, packet, hop)),
})

function isDirect(view: View, { servers, home }: ModeRoles, { exchange }: Packet, hop: Hop): boolean {
  const asked = receiversOf(view, exchange, servers)
  const swapped = hop.source === exchange.destination && hop.destination === exchange.source
  const server = sender(view, hop)
  const plain = hop.encapsulation.length === 0
  return swapped && plain && asked.has(server) && receiver(view, hop) === home[server]?.node
}

/**
 * Judges every reply packet of the conversation that real servers know by the hop on which it left one; its first,
 * where none sent it.
 */
export function everyReply(
  view: View,
  roles: ModeRoles,
  fits: (packet: Packet, hop: Hop) => boolean,
): Finding {
  const points = roles.servers.flatMap((server) => pointsOf(view.lab, server))
  const wording = { noun: 'reply packet', none: 'no reply was seen', points }
  return every(view, repliesAtServers(view, roles), wording, (packet): Shown => {
    const hop = departureOf(view, roles, packet)
    if (fits(packet, hop)) return { frames: [frameOf(hop)] }
    return { deviation: { text: packetText(view, hop, packet.journey), frame: frameOf(hop) } }
  })
}

/** Replies of real servers, each with the client's exchange that it serves. */
function repliesAtServers(view: View, roles: ModeRoles): Packet[] {
  return trafficOf(view, roles).exchanges.flatMap((exchange) =>
    repliesOf(view, atServers(view, exchange)).map((journey) => ({ exchange, journey })),
  )
}

/** The hop on which a reply left one of the real servers; its first hop, where none sent it. */
export function departureOf(view: View, { servers }: ModeRoles, { journey }: Packet): Hop {
  const [first] = journey.hops
  if (first === undefined) throw new Error(`journey ${journey.id} has no hop`)
  return journey.hops.find((hop) => servers.includes(sender(view, hop))) ?? first
}

/** A negative: it counts only where every capture of the director was sound, and where there was a reply. */
export const replyBypassesDirector: ModePromise = (roles) => ({
  stage: 'reply',
  title: 'No reply is seen at the director',
  expected: `VIP:CIP never at ${roles.director}`,
  check: (view) => checkBypass(view, roles),
})

function checkBypass(view: View, roles: ModeRoles): Finding {
  const { director } = roles
  const { replies } = trafficOf(view, roles)
  const hops = replies.flatMap(({ journey }) => journey.hops)
  const seen = hops.flatMap((hop) => {
    const sighting = hop.sightings.find(({ point }) => point.startsWith(`${director}:`))
    return sighting === undefined ? [] : [{ hop, sighting }]
  })
  const [first] = seen
  if (first !== undefined) {
    const text = `${hopText(view, first.hop)} at ${first.sighting.point}`
    const frames = seen.map(({ sighting }) => sighting.frame)
    return fail(text, frames, { text, frame: first.sighting.frame })
  }
  if (replies.length === 0)
    return inconclusive('no reply was seen anywhere, so none could have bypassed the director')
  const observed = `none of ${replies.length} reply packets was seen at ${director}`
  return provenBy(view, pointsOf(view.lab, director), pass(observed, hops.map(frameOf)))
}
