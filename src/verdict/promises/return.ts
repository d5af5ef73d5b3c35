import type { Exchange, Hop } from '../../journey/types.ts'
import { every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText, packetText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { dipsTowards, type Packet, receiversOf, trafficOf } from '../traffic.ts'
import { frameOf, insideOf, ownAddresses, receiver, sender, type View } from '../view.ts'
import { everyReply } from './reply.ts'

/** Whom a real server takes for its peer, and answers: the client in masquerading, the director in full NAT. */
export type Peer = 'client' | 'director'

const WORDS = { client: 'CIP', director: 'DIP' } as const

function isPeer(
  view: View,
  roles: ModeRoles,
  peer: Peer,
  { exchange, server }: Pick<Arrival, 'exchange' | 'server'>,
  address: string,
): boolean {
  return peer === 'client' ? address === exchange.source : dipsTowards(view, roles, server).includes(address)
}

/** What the real server's logs and access rules will see. */
export const serverSees =
  (peer: Peer): ModePromise =>
  (roles) => ({
    stage: 'forward',
    title: `Real servers see requests from the ${peer}'s address`,
    expected: `${WORDS[peer]}:RIP at ${roles.labels.server}`,
    check: (view) => {
      const points = roles.servers.flatMap((server) => pointsOf(view.lab, server))
      const wording = { noun: 'exchange', none: 'no request arrived at a real server', points }
      return every(view, arrivals(view, roles), wording, (arrival) =>
        isPeer(view, roles, peer, arrival, arrival.hop.source)
          ? { frames: [frameOf(arrival.hop)] }
          : { deviation: { text: hopText(view, arrival.hop), frame: frameOf(arrival.hop) } },
      )
    },
  })

/** One hop of each exchange at each real server that it reached. */
function arrivals(view: View, roles: ModeRoles): Arrival[] {
  return trafficOf(view, roles).exchanges.flatMap((exchange) =>
    [...receiversOf(view, exchange, roles.servers)].map(([server, hop]) => ({ exchange, server, hop })),
  )
}

interface Arrival {
  readonly exchange: Exchange
  readonly server: string
  readonly hop: Hop
}

/** A translated reply has to pass who translated the request: the real server's way to its peer must lead there. */
export const replyToDirector =
  (peer: Peer): ModePromise =>
  (roles) => ({
    stage: 'reply',
    title: `Real servers reply to the ${peer}'s address, by way of the director`,
    expected: `${roles.labels.server}:${roles.labels.toDirector}/RIP:${WORDS[peer]}`,
    check: (view) =>
      everyReply(view, roles, ({ exchange }, hop) => {
        const server = sender(view, hop)
        return (
          receiversOf(view, exchange, roles.servers).has(server) &&
          receiver(view, hop) === roles.toDirector[server]?.node &&
          ownAddresses(view, server, roles.vip).includes(hop.source) &&
          hop.sourcePort === roles.ports[server] &&
          isPeer(view, roles, peer, { exchange, server }, hop.destination)
        )
      }),
  })

/** The client must not notice: it asked the VIP, and the VIP answers. */
export const replyTranslated: ModePromise = asVip(
  'The director translates every reply back and sends it on as the VIP',
)

/** The client has no other conversation than that with the proxy. */
export const replyAsVip: ModePromise = asVip('The proxy answers every request itself, as the VIP')

function asVip(title: string): ModePromise {
  return (roles) => ({
    stage: 'reply',
    title,
    expected: `${roles.director}:${roles.labels.station}/VIP:CIP`,
    check: (view) => {
      const points = pointsOf(view.lab, roles.director)
      const wording = { noun: 'reply packet', none: 'no reply was seen', points }
      return every(view, trafficOf(view, roles).replies, wording, (packet) =>
        showTranslated(view, roles, packet),
      )
    },
  })
}

function showTranslated(view: View, { director, front }: ModeRoles, { exchange, journey }: Packet): Shown {
  const hop = journey.hops.find((one) => insideOf(one) === undefined && sender(view, one) === director)
  if (hop === undefined) return { deviation: notTranslated(view, director, journey) }
  const swapped = hop.source === exchange.destination && hop.destination === exchange.source
  const ports = hop.sourcePort === exchange.destinationPort && hop.destinationPort === exchange.sourcePort
  if (swapped && ports && receiver(view, hop) === front.node) return { frames: [frameOf(hop)] }
  return { deviation: { text: packetText(view, hop, journey), frame: frameOf(hop) } }
}

/** Where a reply ended that the director did not send on. */
function notTranslated(view: View, director: string, journey: Packet['journey']) {
  const last = journey.hops.at(-1)
  if (last === undefined) throw new Error(`journey ${journey.id} has no hop`)
  const text = packetText(view, last, journey)
  return receiver(view, last) === director
    ? { text: `${text}, and ${director} sent nothing on`, frame: frameOf(last), unseen: true as const }
    : { text, frame: frameOf(last) }
}
