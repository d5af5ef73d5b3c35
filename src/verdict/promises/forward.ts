import type { Exchange, Hop } from '../../journey/types.ts'
import { type Deviation, every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText, packetText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { forwardOf, type Handover, type Packet, trafficOf } from '../traffic.ts'
import { frameOf, journeysOf, receiver, sender, type View } from '../view.ts'

/** What a mode makes of a request packet. */
export interface Forwarding {
  /** What the director does to it: `addresses and ports untouched`. */
  readonly manner: string
  /** `director:rs/CIP:VIP` */
  readonly hop: (roles: ModeRoles) => string
  /** Port that the packet has to go to. */
  readonly port: (roles: ModeRoles, exchange: Exchange, server: string) => number | undefined
  /** Whether a packet that was handed to a real server is addressed as the mode has it, ports aside. */
  readonly fits: (view: View, roles: ModeRoles, packet: Packet, handover: Handover) => boolean
}

/** The heart of a mode: what the director changes of a packet, and what it leaves alone. */
export const requestForwarded =
  ({ manner, hop, port, fits }: Forwarding): ModePromise =>
  (roles) => ({
    stage: 'forward',
    title: `The director hands every request packet to a real server, ${manner}`,
    expected: `${hop(roles)}, the same ${roles.labels.server} for a whole exchange`,
    check: (view) => {
      const { requests } = trafficOf(view, roles)
      const wording = forwardWording(view, roles, `no packet of probe ${roles.probe} was seen`)
      return every(view, requests, wording, (packet) => {
        const handover = forwardOf(view, roles, packet)
        if (handover === undefined) return { deviation: notForwarded(view, roles, packet) }
        const wanted = port(roles, packet.exchange, handover.server)
        if (handover.hop.destinationPort !== wanted) return { deviation: wrongPort(view, handover.hop) }
        const fitting = fits(view, roles, packet, handover) && isOnItsWay(view, roles, packet, handover)
        return fitting ? { frames: [frameOf(handover.hop)] } : { deviation: misfit(view, handover.hop) }
      })
    },
  })

const forwardWording = (view: View, { director }: ModeRoles, none: string) => ({
  noun: 'request packet',
  none,
  points: pointsOf(view.lab, director),
})

/** It goes where the exchange's first packet went, by the next hop to there. */
function isOnItsWay(view: View, roles: ModeRoles, { exchange }: Packet, { hop, server }: Handover): boolean {
  const all = journeysOf(view, exchange.requests).map((journey) =>
    forwardOf(view, roles, { exchange, journey }),
  )
  const usual = all.find((one) => one !== undefined)?.server
  return server === usual && receiver(view, hop) === roles.back[server]?.node
}

function wrongPort(view: View, hop: Hop): Deviation {
  return { text: `${hopText(view, hop)}, port ${hop.destinationPort}`, frame: frameOf(hop) }
}

function misfit(view: View, hop: Hop): Deviation {
  return { text: hopText(view, hop), frame: frameOf(hop) }
}

/** What happened instead: the packet went elsewhere, or the director refused it; otherwise nothing was seen. */
function notForwarded(view: View, { director, front }: ModeRoles, { exchange, journey }: Packet): Deviation {
  const astray =
    journey.hops.find((hop) => sender(view, hop) === director) ??
    journey.hops.find((hop) => sender(view, hop) === front.node && receiver(view, hop) !== director)
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
  stage: 'forward',
  title: 'The director takes one off the TTL',
  expected: `TTL n at ${roles.director}, n−1 at ${roles.labels.server}`,
  check: (view) => {
    const { requests } = trafficOf(view, roles)
    const forwarded = requests.flatMap((packet) => {
      const handover = forwardOf(view, roles, packet)
      return handover === undefined ? [] : [{ after: handover.hop, hops: packet.journey.hops }]
    })
    const wording = forwardWording(view, roles, 'no request was handed to a real server')
    return every(view, forwarded, wording, ({ after, hops }) => showTtl(hops[hops.indexOf(after) - 1], after))
  },
})

function showTtl(before: Hop | undefined, after: Hop): Shown {
  if (before?.ttl === undefined || after.ttl === undefined) {
    return { deviation: { text: 'the packet was not seen before the director' } }
  }
  if (after.ttl === before.ttl - 1) return { frames: [frameOf(before), frameOf(after)] }
  return { deviation: { text: `TTL ${before.ttl}, then ${after.ttl}`, frame: frameOf(after) } }
}
