import { u8, u16, u32 } from './bytes.ts'

// IPv6 header (RFC 8200, section 3), offsets in octets from its first one.
const VERSION_CLASS_FLOW = 0
const PAYLOAD_LENGTH = 4
const NEXT_HEADER = 6
const HOP_LIMIT = 7
/** Where the addresses stand, for `formatIpv6(bytes, at + ipv6.SOURCE)`. */
export const SOURCE = 8
export const DESTINATION = 24
/** Octets of the header; extension headers or the payload start there. */
export const LENGTH = 40

/** Whether the whole fixed header lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH && version(bytes, at) === 6
}

export function version(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + VERSION_CLASS_FLOW) >>> 4
}

/** Differentiated services code point (RFC 2474). */
export function dscp(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at + VERSION_CLASS_FLOW) >>> 6) & 0x3f
}

/** Explicit congestion notification (RFC 3168). */
export function ecn(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at + VERSION_CLASS_FLOW) >>> 4) & 0x03
}

export function flowLabel(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + VERSION_CLASS_FLOW) & 0xfffff
}

/** Octets behind the fixed header, extension headers included, as the sender says. */
export function payloadLength(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + PAYLOAD_LENGTH)
}

/** Number of the extension header or protocol that follows, see numbers.ts. */
export function nextHeader(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + NEXT_HEADER)
}

export function hopLimit(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + HOP_LIMIT)
}

/** One of the four 32-bit words of the source address, the first being word 0. */
export function sourceWord(bytes: Uint8Array, at: number, word: number): number {
  return u32(bytes, at + SOURCE + 4 * word)
}

/** One of the four 32-bit words of the destination address, the first being word 0. */
export function destinationWord(bytes: Uint8Array, at: number, word: number): number {
  return u32(bytes, at + DESTINATION + 4 * word)
}
