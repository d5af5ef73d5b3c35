import { journeyNotation, notation } from '../journey/notation.ts'
import type { Hop, Journey } from '../journey/types.ts'
import { type Message, wordingFor } from './neighbour.ts'
import type { View } from './view.ts'

/** `client:director/CIP:VIP` */
export function hopText(view: View, hop: Hop): string {
  return notation(hop, view.names)
}

/** A hop with what the packet is: `rs1:client/VIP:CIP RST`. */
export function packetText(view: View, hop: Hop, journey: Journey): string {
  return `${hopText(view, hop)} ${kindOf(journey)}`
}

/** `director:ff/who-has RIP1 tell DIP`, `rs1:client/VIP is-at rs1`, and the same of neighbour discovery. */
export function messageText(view: View, { journey, hop }: Message): string {
  return journeyNotation(journey, hop, view.names)
}

/** The same of a promise, for the family of an address: `director:ff/who-has RIP tell DIP`. */
export function askText(family: string, by: string, target: string, tell: string): string {
  const { everybody, question } = wordingFor(family)
  return `${by}:${everybody}/${question(target, tell)}`
}

/** What a packet is, without what differs from one to the next: its size, and whether it was sent again. */
function kindOf(journey: Journey): string {
  if (isReset(journey)) return 'RST'
  return journey.summary.replace(/( \d+ B)?(, again)?$/, '')
}

export function isSyn({ flags = '' }: Journey): boolean {
  return flags.includes('S') && !flags.includes('.')
}

export function isSynAck({ flags = '' }: Journey): boolean {
  return flags.includes('S') && flags.includes('.')
}

/** ICMP, of either family, that answers an echo request. */
export function isEchoReply({ icmp, hops }: Journey): boolean {
  return icmp?.type === (isIpv6(hops) ? 129 : 0)
}

/** ICMP, of either family, that tells that a destination is unreachable. */
export function isUnreachable({ icmp, hops }: Journey): boolean {
  return icmp?.type === (isIpv6(hops) ? 1 : 3)
}

/** ICMP, of either family, that tells that a packet's TTL or hop limit has ended. */
export function isTimeExceeded({ icmp, hops }: Journey): boolean {
  return icmp?.type === (isIpv6(hops) ? 3 : 11)
}

const isIpv6 = ([hop]: readonly Hop[]): boolean => hop?.source.includes(':') ?? false

export function isFin({ flags = '' }: Journey): boolean {
  return flags.includes('F')
}

export function isReset({ flags = '' }: Journey): boolean {
  return flags.includes('R')
}
