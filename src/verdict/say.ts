import { journeyNotation, notation } from '../journey/notation.ts'
import type { Hop, Journey } from '../journey/types.ts'
import type { Arp } from './arp.ts'
import type { View } from './view.ts'

/** `client:director/CIP:VIP` */
export function hopText(view: View, hop: Hop): string {
  return notation(hop, view.names)
}

/** A hop with what the packet is: `rs1:client/VIP:CIP RST`. */
export function packetText(view: View, hop: Hop, journey: Journey): string {
  return `${hopText(view, hop)} ${kindOf(journey)}`
}

/** `director:ff/who-has RIP1 tell DIP`, `rs1:client/VIP is-at rs1` */
export function arpText(view: View, { journey, hop }: Arp): string {
  return journeyNotation(journey, hop, view.names)
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

export function isReset({ flags = '' }: Journey): boolean {
  return flags.includes('R')
}
