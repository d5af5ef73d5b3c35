import { formatIpv4 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { type ChecksumStatus, sumWords, verify } from './checksum.ts'
import type { Decoded, Next } from './decoded.ts'
import { decodeOptions, type Ipv4Option } from './ipv4-options.ts'
import { carry, invalid, OTHER_FRAGMENTS, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

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

const FIELDS = {
  version: [VERSION_LENGTH, 1],
  headerLength: [VERSION_LENGTH, 1],
  dscp: [SERVICE, 1],
  ecn: [SERVICE, 1],
  totalLength: [TOTAL_LENGTH, 2],
  identification: [IDENTIFICATION, 2],
  dontFragment: [FLAGS_OFFSET, 1],
  moreFragments: [FLAGS_OFFSET, 1],
  fragmentOffset: [FLAGS_OFFSET, 2],
  ttl: [TTL, 1],
  payloadProtocol: [PROTOCOL, 1],
  checksum: [CHECKSUM, 2],
  source: [SOURCE, 4],
  destination: [DESTINATION, 4],
} as const

export interface Ipv4Layer extends LayerBase {
  readonly protocol: 'ipv4'
  readonly headerLength: number
  readonly dscp: number
  readonly ecn: number
  readonly totalLength: number
  readonly identification: number
  readonly dontFragment: boolean
  readonly moreFragments: boolean
  /** In octets. */
  readonly fragmentOffset: number
  readonly ttl: number
  readonly payloadProtocol: number
  readonly checksum: number
  readonly checksumStatus: ChecksumStatus
  readonly source: string
  readonly destination: string
  readonly options: readonly Ipv4Option[]
}

export function decode(region: Region): Decoded<Ipv4Layer> {
  const problem = problemOf(region)
  if (problem) return { layer: problem }
  const { bytes, start } = region
  const layer: Ipv4Layer = {
    protocol: 'ipv4',
    start,
    end: start + headerLength(bytes, start),
    spans: spansOf(start, FIELDS),
    headerLength: headerLength(bytes, start),
    dscp: dscp(bytes, start),
    ecn: ecn(bytes, start),
    totalLength: totalLength(bytes, start),
    identification: identification(bytes, start),
    dontFragment: dontFragment(bytes, start),
    moreFragments: moreFragments(bytes, start),
    fragmentOffset: fragmentOffset(bytes, start),
    ttl: ttl(bytes, start),
    payloadProtocol: protocol(bytes, start),
    checksum: checksum(bytes, start),
    checksumStatus: verify(sumWords(bytes, start, start + headerLength(bytes, start))),
    source: formatIpv4(source(bytes, start)),
    destination: formatIpv4(destination(bytes, start)),
    options: decodeOptions(bytes, start + OPTIONS, start + headerLength(bytes, start)),
  }
  return { layer, next: payloadOf(region, layer) }
}

function problemOf(region: Region) {
  const { bytes, start, end } = region
  if (end - start < MINIMUM_LENGTH) return tooShort(region, 'IPv4 header', MINIMUM_LENGTH)
  if (version(bytes, start) !== 4) return invalid(region, `IPv4 header has version ${version(bytes, start)}`)
  const length = headerLength(bytes, start)
  if (length < MINIMUM_LENGTH) return invalid(region, `IPv4 header length is ${length} octets, below 20`)
  if (end - start < length) return tooShort(region, 'IPv4 header with options', length)
  const total = totalLength(bytes, start)
  if (total < length)
    return invalid(region, `IPv4 total length is ${total} octets, below the header's ${length}`)
  return undefined
}

/** Only the first fragment has a transport header; its checksum covers the others too. */
function payloadOf(region: Region, layer: Ipv4Layer): Next {
  const { bytes, start } = region
  const payload = carry(region, layer.end, start + layer.totalLength, 'IPv4 total length')
  if (layer.fragmentOffset > 0) return { by: 'none', number: 0, region: payload }
  return {
    by: 'ipProtocol',
    number: layer.payloadProtocol,
    region: layer.moreFragments ? { ...payload, cut: payload.cut ?? OTHER_FRAGMENTS } : payload,
    datagram: {
      family: 4,
      sourceSum: sumWords(bytes, start + SOURCE, start + DESTINATION),
      destinationSum: sumWords(bytes, start + DESTINATION, start + OPTIONS),
    },
  }
}
