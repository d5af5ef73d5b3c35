import { u16 } from './bytes.ts'

// UDP header (RFC 768), offsets in octets from its first one.
const SOURCE_PORT = 0
const DESTINATION_PORT = 2
const DATAGRAM_LENGTH = 4
const CHECKSUM = 6
/** Octets of the header; the payload starts there. */
export const LENGTH = 8

/** Whether the whole header lies before `end`. Ask before any accessor. */
export function hasHeader(_bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH
}

export function sourcePort(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + SOURCE_PORT)
}

export function destinationPort(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + DESTINATION_PORT)
}

/** Octets of header and payload as the sender says. */
export function length(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + DATAGRAM_LENGTH)
}

/** 0 where the sender made none (IPv4 only). */
export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CHECKSUM)
}
