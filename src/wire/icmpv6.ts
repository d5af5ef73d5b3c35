import { u8, u16, u32 } from './bytes.ts'
import { type ChecksumStatus, verifyUpperLayer } from './checksum.ts'
import type { Datagram, Decoded } from './decoded.ts'
import { decodeNeighbourDiscovery, minimumLength, type NeighbourDiscovery } from './neighbour-discovery.ts'
import { ETHER_IPV6, IP_ICMPV6 } from './numbers.ts'
import { after, type Fields, QUOTE, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861), offsets in octets from the header's first one.
const TYPE = 0
const CODE = 1
const CHECKSUM = 2
const IDENTIFIER = 4
const SEQUENCE = 6
const MTU = 4
const POINTER = 4
/** Octets that every message has; of an error, the quoted packet starts there. */
export const LENGTH = 8

export const UNREACHABLE = 1
export const PACKET_TOO_BIG = 2
export const TIME_EXCEEDED = 3
export const PARAMETER_PROBLEM = 4
export const ECHO_REQUEST = 128
export const ECHO_REPLY = 129

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

/** Of a parameter problem: the octet of the quoted packet that is at fault. */
export function pointer(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + POINTER)
}

/** Errors have types below 128 and quote the packet that they complain about. */
export function isError(messageType: number): boolean {
  return messageType >= UNREACHABLE && messageType <= PARAMETER_PROBLEM
}

/** Whether identifier and sequence number are there. */
export function isEcho(messageType: number): boolean {
  return messageType === ECHO_REQUEST || messageType === ECHO_REPLY
}

/** Everything but the quoted packet, which `Icmpv6Layer` adds. */
export interface Icmpv6Header extends LayerBase {
  readonly protocol: 'icmpv6'
  readonly type: number
  readonly code: number
  readonly checksum: number
  readonly checksumStatus: ChecksumStatus
  /** Echo only. */
  readonly identifier?: number
  /** Echo only. */
  readonly sequence?: number
  /** Packet too big only. */
  readonly mtu?: number
  /** Parameter problem only. */
  readonly pointer?: number
  readonly neighbourDiscovery?: NeighbourDiscovery
}

export function decode(region: Region, datagram?: Datagram): Decoded<Icmpv6Header> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end)) return { layer: tooShort(region, 'ICMPv6 header', LENGTH) }
  const needed = minimumLength(type(bytes, start))
  if (end - start < needed) return { layer: tooShort(region, 'neighbour discovery message', needed) }
  const fields = fieldsOf(bytes, start)
  const neighbourDiscovery = decodeNeighbourDiscovery(bytes, start, end)
  const isQuoting = isError(type(bytes, start))
  const body = after(region, start + LENGTH)
  const layer: Icmpv6Header = {
    protocol: 'icmpv6',
    start,
    end: isQuoting || neighbourDiscovery ? end : body.start,
    spans: spansOf(start, { type: [TYPE, 1], code: [CODE, 1], checksum: [CHECKSUM, 2], ...fields }),
    type: type(bytes, start),
    code: code(bytes, start),
    checksum: checksum(bytes, start),
    checksumStatus: verifyUpperLayer(region, datagram, IP_ICMPV6),
    ...(fields.identifier && { identifier: identifier(bytes, start) }),
    ...(fields.sequence && { sequence: sequence(bytes, start) }),
    ...(fields.mtu && { mtu: mtu(bytes, start) }),
    ...(fields.pointer && { pointer: pointer(bytes, start) }),
    ...(neighbourDiscovery && { neighbourDiscovery }),
  }
  if (neighbourDiscovery) return { layer }
  if (!isQuoting) return { layer, next: { by: 'none', number: 0, region: body } }
  const quoted = { ...body, cut: body.cut ?? QUOTE }
  return { layer, quote: { by: 'etherType', number: ETHER_IPV6, region: quoted } }
}

/** Which fields the second word holds in this message. */
function fieldsOf(bytes: Uint8Array, at: number): Fields {
  const messageType = type(bytes, at)
  if (isEcho(messageType)) return { identifier: [IDENTIFIER, 2], sequence: [SEQUENCE, 2] }
  if (messageType === PACKET_TOO_BIG) return { mtu: [MTU, 4] }
  return messageType === PARAMETER_PROBLEM ? { pointer: [POINTER, 4] } : {}
}
