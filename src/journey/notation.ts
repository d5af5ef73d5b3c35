import type { Encapsulation, Hop, Journey, Names } from './types.ts'

export interface NotationOptions {
  /** `CIP:40000→VIP:80` instead of `CIP:VIP`. */
  readonly ports?: boolean
}

/**
 * A hop in the notation of the trade, `srcMAC:dstMAC/srcIP:dstIP`, with names for what has one:
 * `client:director/CIP:VIP`; in a tunnel `director:rs1/DIP:RIP1 ipip [CIP:VIP]`; a broadcast goes to `ff`; on a
 * device without Ethernet addresses the MACs are `-`, and on lo they are `lo`. What was seen with a VLAN tag says so: `ar1:rs1/CIP:RIP1 vlan 20`.
 */
export function notation(hop: Hop, names: Names, { ports = false }: NotationOptions = {}): string {
  const ends = ports ? endpointsText : pairText
  const tunnelled = hop.encapsulation.reduceRight(
    (text, outer) => `${ends(outer, names)} ${outer.protocol} [${text}]`,
    ends(hop, names),
  )
  return `${macsText(hop, names)}/${tunnelled}${vlanText(hop)}`
}

/** As {@link notation}; of ARP and neighbour discovery, what it says: `client:ff/who-has VIP tell CIP`. */
export function journeyNotation(journey: Journey, hop: Hop, names: Names, options?: NotationOptions): string {
  if (journey.neighbour === undefined) return notation(hop, names, options)
  return `${macsText(hop, names)}/${named(journey.summary, names)}${vlanText(hop)}`
}

/** A text with every known MAC and IP address in it replaced by its name. */
export function named(text: string, names: Names): string {
  return text.replace(/[\w:.]*\w/g, (word) => names.addresses[word] ?? names.macs[word] ?? word)
}

/** Node of a MAC, `ff` for broadcast, `multicast` for a group of IPv6 (RFC 2464, section 7), otherwise the MAC itself. */
export function macName(mac: string, names: Names): string {
  const group = mac === BROADCAST ? 'ff' : mac.startsWith('33:33:') ? 'multicast' : undefined
  return names.macs[mac] ?? group ?? (mac === NO_MAC ? 'lo' : mac || '-')
}

export function addressName(address: string, names: Names): string {
  const isIpv6 = address.includes(':')
  return names.addresses[address] ?? (isIpv6 ? `[${address}]` : address || '-')
}

/** Of every frame on lo. */
const NO_MAC = '00:00:00:00:00:00'

const BROADCAST = 'ff:ff:ff:ff:ff:ff'

const vlanText = ({ vlan }: Hop): string => (vlan === undefined ? '' : ` vlan ${vlan}`)

function macsText({ sourceMac, destinationMac }: Hop, names: Names): string {
  return `${macName(sourceMac, names)}:${macName(destinationMac, names)}`
}

function pairText({ source, destination }: Pick<Hop, 'source' | 'destination'>, names: Names): string {
  return `${addressName(source, names)}:${addressName(destination, names)}`
}

function endpointsText(hop: Hop | Encapsulation, names: Names): string {
  if (hop.sourcePort === undefined || hop.destinationPort === undefined) return pairText(hop, names)
  const source = `${addressName(hop.source, names)}:${hop.sourcePort}`
  return `${source}→${addressName(hop.destination, names)}:${hop.destinationPort}`
}
