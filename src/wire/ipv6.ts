import { formatIpv6 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { sumWords } from './checksum.ts'
import type { Decoded } from './decoded.ts'
import { carry, invalid, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

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

const FIELDS = {
  version: [VERSION_CLASS_FLOW, 1],
  dscp: [VERSION_CLASS_FLOW, 2],
  ecn: [VERSION_CLASS_FLOW + 1, 1],
  flowLabel: [VERSION_CLASS_FLOW + 1, 3],
  payloadLength: [PAYLOAD_LENGTH, 2],
  nextHeader: [NEXT_HEADER, 1],
  hopLimit: [HOP_LIMIT, 1],
  source: [SOURCE, 16],
  destination: [DESTINATION, 16],
} as const

export interface Ipv6Layer extends LayerBase {
  readonly protocol: 'ipv6'
  readonly dscp: number
  readonly ecn: number
  readonly flowLabel: number
  readonly payloadLength: number
  readonly nextHeader: number
  readonly hopLimit: number
  readonly source: string
  readonly destination: string
}

export function decode(region: Region): Decoded<Ipv6Layer> {
  const { bytes, start, end } = region
  if (end - start < LENGTH) return { layer: tooShort(region, 'IPv6 header', LENGTH) }
  if (version(bytes, start) !== 6)
    return { layer: invalid(region, `IPv6 header has version ${version(bytes, start)}`) }
  const layer: Ipv6Layer = {
    protocol: 'ipv6',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    dscp: dscp(bytes, start),
    ecn: ecn(bytes, start),
    flowLabel: flowLabel(bytes, start),
    payloadLength: payloadLength(bytes, start),
    nextHeader: nextHeader(bytes, start),
    hopLimit: hopLimit(bytes, start),
    source: formatIpv6(bytes, start + SOURCE),
    destination: formatIpv6(bytes, start + DESTINATION),
  }
  const payload = carry(region, layer.end, layer.end + layer.payloadLength, 'IPv6 payload length')
  const datagram = {
    family: 6,
    sourceSum: sumWords(bytes, start + SOURCE, start + DESTINATION),
    destinationSum: sumWords(bytes, start + DESTINATION, start + LENGTH),
  } as const
  return { layer, next: { by: 'ipProtocol', number: layer.nextHeader, region: payload, datagram } }
}
