import { formatIpv4 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { type ChecksumStatus, sumWords, verify } from './checksum.ts'
import type { Decoded } from './decoded.ts'
import { ETHER_IPV4 } from './numbers.ts'
import { after, type Fields, QUOTE, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// ICMP (RFC 792), offsets in octets from the header's first one. The second word depends on the type.
const TYPE = 0
const CODE = 1
const CHECKSUM = 2
const IDENTIFIER = 4
const SEQUENCE = 6
const GATEWAY = 4
const POINTER = 4
const NEXT_HOP_MTU = 6
/** Octets of the header; of an error, the quoted packet starts there. */
export const LENGTH = 8

export const ECHO_REPLY = 0
export const UNREACHABLE = 3
export const REDIRECT = 5
export const ECHO_REQUEST = 8
export const TIME_EXCEEDED = 11
export const PARAMETER_PROBLEM = 12
/** Code of {@link UNREACHABLE}: the packet is too big and must not be fragmented (RFC 1191). */
export const FRAGMENTATION_NEEDED = 4

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

/** Of a redirect: 32 bits, see `formatIpv4`. */
export function gateway(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + GATEWAY)
}

/** Of a parameter problem: the octet of the quoted packet that is at fault. */
export function pointer(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + POINTER)
}

/** Of "fragmentation needed" (RFC 1191); 0 from routers that do not know it. */
export function nextHopMtu(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + NEXT_HOP_MTU)
}

/** Whether this type quotes the packet that it complains about. */
export function isError(messageType: number): boolean {
  return (
    messageType === UNREACHABLE ||
    messageType === REDIRECT ||
    messageType === TIME_EXCEEDED ||
    messageType === PARAMETER_PROBLEM ||
    messageType === 4 // source quench, obsolete (RFC 6633)
  )
}

/** Whether identifier and sequence number are there. */
export function isEcho(messageType: number): boolean {
  return messageType === ECHO_REQUEST || messageType === ECHO_REPLY
}

/** Everything but the quoted packet, which `IcmpLayer` adds. */
export interface IcmpHeader extends LayerBase {
  readonly protocol: 'icmp'
  readonly type: number
  readonly code: number
  readonly checksum: number
  readonly checksumStatus: ChecksumStatus
  /** Echo only. */
  readonly identifier?: number
  /** Echo only. */
  readonly sequence?: number
  /** Redirect only. */
  readonly gateway?: string
  /** Fragmentation needed only. */
  readonly nextHopMtu?: number
  /** Parameter problem only. */
  readonly pointer?: number
}

export function decode(region: Region): Decoded<IcmpHeader> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end)) return { layer: tooShort(region, 'ICMP header', LENGTH) }
  const fields = fieldsOf(bytes, start)
  const isQuoting = isError(type(bytes, start))
  const body = after(region, start + LENGTH)
  const layer: IcmpHeader = {
    protocol: 'icmp',
    start,
    end: isQuoting ? end : body.start,
    spans: spansOf(start, { type: [TYPE, 1], code: [CODE, 1], checksum: [CHECKSUM, 2], ...fields }),
    type: type(bytes, start),
    code: code(bytes, start),
    checksum: checksum(bytes, start),
    checksumStatus: region.cut ? 'unverified' : verify(sumWords(bytes, start, end)),
    ...(fields.identifier && { identifier: identifier(bytes, start) }),
    ...(fields.sequence && { sequence: sequence(bytes, start) }),
    ...(fields.gateway && { gateway: formatIpv4(gateway(bytes, start)) }),
    ...(fields.nextHopMtu && { nextHopMtu: nextHopMtu(bytes, start) }),
    ...(fields.pointer && { pointer: pointer(bytes, start) }),
  }
  if (!isQuoting) return { layer, next: { by: 'none', number: 0, region: body } }
  const quoted = { ...body, cut: body.cut ?? QUOTE }
  return { layer, quote: { by: 'etherType', number: ETHER_IPV4, region: quoted } }
}

/** Which fields the second word holds in this message. */
function fieldsOf(bytes: Uint8Array, at: number): Fields {
  const messageType = type(bytes, at)
  if (isEcho(messageType)) return { identifier: [IDENTIFIER, 2], sequence: [SEQUENCE, 2] }
  if (messageType === REDIRECT) return { gateway: [GATEWAY, 4] }
  if (messageType === PARAMETER_PROBLEM) return { pointer: [POINTER, 1] }
  const isTooBig = messageType === UNREACHABLE && code(bytes, at) === FRAGMENTATION_NEEDED
  return isTooBig ? { nextHopMtu: [NEXT_HOP_MTU, 2] } : {}
}
