import type { Hop, Journey } from '../journey/types.ts'
import { frameOf, linkAddresses, sender, type View } from './view.ts'

export const BROADCAST = 'ff:ff:ff:ff:ff:ff'

/** One ARP packet: in a hop of ARP, source and destination are the sender's and the target's protocol address. */
export interface Arp {
  readonly journey: Journey
  readonly hop: Hop
  readonly frame: number
  /** Node that sent it. */
  readonly by: string
}

/** A request as the trade writes it: who-has `target` tell `tell`. */
export interface Ask extends Arp {
  readonly target: string
  readonly tell: string
  readonly broadcast: boolean
}

/** Requests for an address, in order; probes and gratuitous requests are not questions. */
export function asks(view: View, by?: string): Ask[] {
  return arps(view, 'request')
    .filter((arp) => by === undefined || arp.by === by)
    .map((arp) => ({
      ...arp,
      target: arp.hop.destination,
      tell: arp.hop.source,
      broadcast: arp.hop.destinationMac === BROADCAST,
    }))
}

/** Packets by which a node claims an address for its own MAC: replies and gratuitous ARP (RFC 5227). */
export function claims(view: View, address: string): Arp[] {
  return arps(view, 'reply', 'gratuitous').filter(({ hop }) => hop.source === address)
}

function arps(view: View, ...kinds: readonly NonNullable<Journey['arp']>[]): Arp[] {
  return view.arps.flatMap((journey) => {
    const hop = journey.hops[0]
    if (hop === undefined || journey.arp === undefined || !kinds.includes(journey.arp)) return []
    return [{ journey, hop, frame: frameOf(hop), by: sender(view, hop) }]
  })
}

/**
 * A question by which an owner of one of `addresses` introduced itself to an owner of one of `to`: whoever is asked
 * learns who asks (RFC 826), and needs not ask back.
 */
export function introduction(
  view: View,
  addresses: readonly string[],
  to: readonly string[],
): Ask | undefined {
  return asks(view).find(
    ({ by, tell, target }) =>
      addresses.includes(tell) &&
      to.includes(target) &&
      linkAddresses(view.stateByNode.get(by)).includes(tell),
  )
}
