import { u8, u16, u32 } from './bytes.ts'

// Internet header (RFC 791, section 3.1), offsets in octets from its first one.
const VERSION_LENGTH = 0
const SERVICE = 1
const TOTAL_LENGTH = 2
const IDENTIFICATION = 4
const FLAGS_OFFSET = 6
const TTL = 8
const PROTOCOL = 9
const CHECKSUM = 10
const SOURCE = 12
const DESTINATION = 16
const OPTIONS = 20
/** Octets of a header without options. */
export const MINIMUM_LENGTH = OPTIONS

/** Whether a whole IPv4 header, options included, lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < MINIMUM_LENGTH || version(bytes, at) !== 4) return false
  const length = headerLength(bytes, at)
  return length >= MINIMUM_LENGTH && end - at >= length
}

export function version(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + VERSION_LENGTH) >>> 4
}

/** In octets, options included; the payload starts there. */
export function headerLength(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at + VERSION_LENGTH) & 0x0f) * 4
}

/** Differentiated services code point (RFC 2474). */
export function dscp(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + SERVICE) >>> 2
}

/** Explicit congestion notification (RFC 3168). */
export function ecn(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + SERVICE) & 0x03
}

/** Octets of header and payload as the sender says; the frame may hold more (padding) or fewer (cut). */
export function totalLength(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + TOTAL_LENGTH)
}

export function identification(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + IDENTIFICATION)
}

export function dontFragment(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + FLAGS_OFFSET) & 0x40) !== 0
}

export function moreFragments(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + FLAGS_OFFSET) & 0x20) !== 0
}

/** Where this fragment's payload belongs, in octets. */
export function fragmentOffset(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at + FLAGS_OFFSET) & 0x1fff) * 8
}

/** Part of a datagram only; with an offset above 0 there is no transport header in it. */
export function isFragment(bytes: Uint8Array, at: number): boolean {
  return (u16(bytes, at + FLAGS_OFFSET) & 0x3fff) !== 0
}

export function ttl(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + TTL)
}

/** Internet protocol number of the payload, see numbers.ts. */
export function protocol(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + PROTOCOL)
}

export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CHECKSUM)
}

/** 32 bits, see `formatIpv4`. */
export function source(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + SOURCE)
}

/** 32 bits, see `formatIpv4`. */
export function destination(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + DESTINATION)
}
