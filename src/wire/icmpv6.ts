import { u8, u16, u32 } from './bytes.ts'

// ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861), offsets in octets from the header's first one.
const TYPE = 0
const CODE = 1
const CHECKSUM = 2
const IDENTIFIER = 4
const SEQUENCE = 6
const MTU = 4
/** Where the target address of neighbour messages stands, for `formatIpv6`. */
export const TARGET = 8
/** Octets that every message has; of an error, the quoted packet starts there. */
export const LENGTH = 8

export const UNREACHABLE = 1
export const PACKET_TOO_BIG = 2
export const TIME_EXCEEDED = 3
export const PARAMETER_PROBLEM = 4
export const ECHO_REQUEST = 128
export const ECHO_REPLY = 129
export const ROUTER_SOLICITATION = 133
export const ROUTER_ADVERTISEMENT = 134
export const NEIGHBOUR_SOLICITATION = 135
export const NEIGHBOUR_ADVERTISEMENT = 136
export const REDIRECT = 137

/** Whether the whole header lies before `end`. Ask before any accessor. */
export function hasHeader(_bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH
}

export function type(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + TYPE)
}

export function code(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + CODE)
}

export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CHECKSUM)
}

/** Of an echo request or reply. */
export function identifier(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + IDENTIFIER)
}

/** Of an echo request or reply. */
export function sequence(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + SEQUENCE)
}

/** Of "packet too big", in octets. */
export function mtu(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + MTU)
}

/** Errors have types below 128 and quote the packet that they complain about. */
export function isError(messageType: number): boolean {
  return messageType >= UNREACHABLE && messageType <= PARAMETER_PROBLEM
}

/** Whether identifier and sequence number are there. */
export function isEcho(messageType: number): boolean {
  return messageType === ECHO_REQUEST || messageType === ECHO_REPLY
}
