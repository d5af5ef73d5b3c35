import { every, type Finding, fail, inconclusive, pass, provenBy, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText, packetText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { type Packet, receiversOf, trafficOf } from '../traffic.ts'
import { frameOf, receiver, sender, type View } from '../view.ts'

/** What gives the mode its name: the real server answers by itself, as the VIP. */
export const replyDirect: ModePromise = (roles) => ({
  id: 'reply-direct',
  stage: 'reply',
  title: `Real servers reply straight to the ${roles.labels.station}, as the VIP`,
  expected: `${roles.labels.server}:${roles.labels.station}/VIP:CIP`,
  check: (view) => {
    const points = roles.servers.flatMap((server) => pointsOf(view.lab, server))
    const wording = { noun: 'reply packet', none: 'no reply was seen', points }
    return every(view, trafficOf(view, roles.probe).replies, wording, (packet) =>
      showReply(view, roles, packet),
    )
  },
})

function showReply(view: View, { servers, station }: ModeRoles, { exchange, journey }: Packet): Shown {
  const [hop] = journey.hops
  if (hop === undefined) throw new Error(`journey ${journey.id} has no hop`)
  const asked = receiversOf(view, exchange, servers)
  const swapped = hop.source === exchange.destination && hop.destination === exchange.source
  if (swapped && asked.has(sender(view, hop)) && receiver(view, hop) === station)
    return { frames: [frameOf(hop)] }
  return { deviation: { text: packetText(view, hop, journey), frame: frameOf(hop) } }
}

/** A negative: it counts only where every capture of the director was sound, and where there was a reply. */
export const replyBypassesDirector: ModePromise = (roles) => ({
  id: 'reply-bypasses-director',
  stage: 'reply',
  title: 'No reply is seen at the director',
  expected: `VIP:CIP never at ${roles.director}`,
  check: (view) => checkBypass(view, roles),
})

function checkBypass(view: View, { director, probe }: ModeRoles): Finding {
  const { replies } = trafficOf(view, probe)
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
