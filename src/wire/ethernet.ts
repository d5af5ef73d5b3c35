import { u16, u48 } from './bytes.ts'

// Ethernet II (IEEE 802.3, clause 3), offsets in octets from the first one.
const DESTINATION = 0
const SOURCE = 6
const ETHER_TYPE = 12
/** Octets of the header; what it carries starts there. */
export const LENGTH = 14

/** Whether the whole header lies before `end`. Ask before any accessor. */
export function hasHeader(_bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH
}

/** 48 bits, see `formatMac`. */
export function destination(bytes: Uint8Array, at: number): number {
  return u48(bytes, at + DESTINATION)
}

/** 48 bits, see `formatMac`. */
export function source(bytes: Uint8Array, at: number): number {
  return u48(bytes, at + SOURCE)
}

/** Below 0x600 it is the length of an IEEE 802.3 frame instead. */
export function etherType(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + ETHER_TYPE)
}

/** Broadcast and multicast: the lowest bit of the first octet. */
export function isGroup(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at + DESTINATION] as number) & 1) === 1
}
