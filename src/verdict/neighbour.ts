import type { Hop, Journey, NeighbourKind } from '../journey/types.ts'
import { frameOf, linkAddresses, sender, type View } from './view.ts'

/** One packet of ARP or neighbour discovery. */
export interface Message {
  readonly journey: Journey
  readonly hop: Hop
  readonly frame: number
  /** Node that sent it. */
  readonly by: string
}

/** A question as the trade writes it: who-has `target` tell `tell`. */
export interface Ask extends Message {
  readonly target: string
  readonly tell: string
  /** Whether it went to everybody; a node may be asked again alone, whether it is still there. */
  readonly broadcast: boolean
}

/** Questions for an address, in order; probes and announcements are none. */
export function asks(view: View, by?: string): Ask[] {
  return messages(view, 'request')
    .filter((message) => by === undefined || message.by === by)
    .map(({ target, tell, ...message }) => ({
      ...message,
      target,
      tell,
      broadcast: EVERYBODY.test(message.hop.destinationMac),
    }))
}

/** Broadcast, and the groups of IPv6, which answer to a part of the address asked for (RFC 4291, section 2.7.1). */
const EVERYBODY = /^(?:ff:ff:ff:ff:ff:ff$|33:33:)/

/**
 * Packets by which a node claims an address for its own MAC: replies and gratuitous ARP (RFC 5227), or neighbour
 * advertisements.
 */
export function claims(view: View, address: string): Message[] {
  return messages(view, 'reply', 'gratuitous').filter(({ target }) => target === address)
}

function messages(
  view: View,
  ...kinds: readonly NeighbourKind[]
): (Message & { readonly target: string; readonly tell: string })[] {
  return view.neighbours.flatMap((journey) => {
    const { hops, neighbour } = journey
    const [hop] = hops
    if (hop === undefined || neighbour === undefined || !kinds.includes(neighbour.kind)) return []
    const { target, sender: tell } = neighbour
    return [{ journey, hop, frame: frameOf(hop), by: sender(view, hop), target, tell }]
  })
}

/**
 * A question by which an owner of one of `addresses` introduced itself to an owner of one of `to`: whoever is asked
 * learns who asks (RFC 826; RFC 4861, section 7.2.3), and needs not ask back.
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

/** How one family asks who has an address, in its own words. */
export interface Wording {
  /** Whom it asks, as a hop names it. */
  readonly everybody: string
  /** `who-has VIP tell CIP` */
  readonly question: (target: string, tell?: string) => string
  /** `asked who-has VIP`, in a sentence. */
  readonly asked: (target: string) => string
  /** `answered who-has VIP`, in a sentence. */
  readonly answered: (target: string) => string
  /** `VIP is-at director` */
  readonly claim: (target: string, owner: string) => string
}

const ARP: Wording = {
  everybody: 'ff',
  question: (target, tell) => `who-has ${target}${tell === undefined ? '' : ` tell ${tell}`}`,
  asked: (target) => `asked who-has ${target}`,
  answered: (target) => `answered who-has ${target}`,
  claim: (target, owner) => `${target} is-at ${owner}`,
}

const DISCOVERY: Wording = {
  everybody: 'multicast',
  question: (target, tell) =>
    `neighbour solicitation for ${target}${tell === undefined ? '' : ` from ${tell}`}`,
  asked: (target) => `sent a neighbour solicitation for ${target}`,
  answered: (target) => `answered a neighbour solicitation for ${target}`,
  claim: (target, owner) => `${target} advertised at ${owner}`,
}

/** The words of an address's family. */
export function wordingFor(address: string): Wording {
  return address.includes(':') ? DISCOVERY : ARP
}
