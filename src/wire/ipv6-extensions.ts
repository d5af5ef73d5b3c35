import { formatIpv6 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { sumWords } from './checksum.ts'
import type { Datagram, Decoded, Next } from './decoded.ts'
import { IP_DESTINATION_OPTIONS, IP_FRAGMENT, IP_HOP_BY_HOP, IP_ROUTING } from './numbers.ts'
import { after, OTHER_FRAGMENTS, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// Extension headers (RFC 8200, section 4), offsets in octets from the header's first one.
const NEXT_HEADER = 0
const HEADER_LENGTH = 1
const ROUTING_TYPE = 2
const SEGMENTS_LEFT = 3
const LAST_SEGMENT = 4
const SEGMENTS = 8
const FRAGMENT_OFFSET = 2
const IDENTIFICATION = 4
/** Routing type of segment routing (RFC 8754). */
const SEGMENT_ROUTING = 4
/** All of them are multiples of 8 octets. */
const UNIT = 8

/** Whether this next header is an extension that the functions below can step over. */
export function isExtension(nextHeader: number): boolean {
  return (
    nextHeader === IP_HOP_BY_HOP ||
    nextHeader === IP_ROUTING ||
    nextHeader === IP_FRAGMENT ||
    nextHeader === IP_DESTINATION_OPTIONS
  )
}

/** Whether the whole extension header of this kind lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number, kind: number): boolean {
  return end - at >= UNIT && end - at >= headerLength(bytes, at, kind)
}

/** Number of what follows, see numbers.ts. */
export function nextHeader(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + NEXT_HEADER)
}

/** In octets, for an extension header of this kind. */
export function headerLength(bytes: Uint8Array, at: number, kind: number): number {
  return kind === IP_FRAGMENT ? UNIT : (u8(bytes, at + HEADER_LENGTH) + 1) * UNIT
}

/** Fragment header only: where this fragment belongs, in octets. */
export function fragmentOffset(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + FRAGMENT_OFFSET) & 0xfff8
}

/** Fragment header only. */
export function moreFragments(bytes: Uint8Array, at: number): boolean {
  return (u16(bytes, at + FRAGMENT_OFFSET) & 1) !== 0
}

/** Fragment header only. */
export function identification(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + IDENTIFICATION)
}

/** Hop-by-hop or destination options; what they say is not taken apart. */
export interface Ipv6OptionsLayer extends LayerBase {
  readonly protocol: 'ipv6-hop-by-hop' | 'ipv6-destination'
  readonly nextHeader: number
  readonly headerLength: number
}

export interface Ipv6RoutingLayer extends LayerBase {
  readonly protocol: 'ipv6-routing'
  readonly nextHeader: number
  readonly headerLength: number
  readonly type: number
  readonly segmentsLeft: number
  /** Of type 0, 2 and 4 (segment routing), in the header's order. */
  readonly segments: readonly string[]
}

export interface Ipv6FragmentLayer extends LayerBase {
  readonly protocol: 'ipv6-fragment'
  readonly nextHeader: number
  /** In octets. */
  readonly fragmentOffset: number
  readonly moreFragments: boolean
  readonly identification: number
}

const OPTIONS_FIELDS = { nextHeader: [NEXT_HEADER, 1], headerLength: [HEADER_LENGTH, 1] } as const

export const decodeHopByHop = decodeOptionsAs('ipv6-hop-by-hop', IP_HOP_BY_HOP)
export const decodeDestination = decodeOptionsAs('ipv6-destination', IP_DESTINATION_OPTIONS)

function decodeOptionsAs(protocol: Ipv6OptionsLayer['protocol'], kind: number) {
  return (region: Region, datagram?: Datagram): Decoded<Ipv6OptionsLayer> => {
    const { bytes, start, end } = region
    if (!hasHeader(bytes, start, end, kind)) return { layer: shortExtension(region, kind) }
    const layer: Ipv6OptionsLayer = {
      protocol,
      start,
      end: start + headerLength(bytes, start, kind),
      spans: spansOf(start, OPTIONS_FIELDS),
      nextHeader: nextHeader(bytes, start),
      headerLength: headerLength(bytes, start, kind),
    }
    return { layer, next: following(layer.nextHeader, after(region, layer.end), datagram) }
  }
}

export function decodeRouting(region: Region, datagram?: Datagram): Decoded<Ipv6RoutingLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end, IP_ROUTING)) return { layer: shortExtension(region, IP_ROUTING) }
  const count = segmentCount(bytes, start)
  const layer: Ipv6RoutingLayer = {
    protocol: 'ipv6-routing',
    start,
    end: start + headerLength(bytes, start, IP_ROUTING),
    spans: spansOf(start, { ...OPTIONS_FIELDS, type: [ROUTING_TYPE, 1], segmentsLeft: [SEGMENTS_LEFT, 1] }),
    nextHeader: nextHeader(bytes, start),
    headerLength: headerLength(bytes, start, IP_ROUTING),
    type: u8(bytes, start + ROUTING_TYPE),
    segmentsLeft: u8(bytes, start + SEGMENTS_LEFT),
    segments: Array.from({ length: count }, (_, index) => formatIpv6(bytes, start + SEGMENTS + 16 * index)),
  }
  const final = layer.segmentsLeft === 0 ? datagram : throughSegments(bytes, start, datagram)
  return { layer, next: following(layer.nextHeader, after(region, layer.end), final) }
}

function segmentCount(bytes: Uint8Array, at: number): number {
  const type = u8(bytes, at + ROUTING_TYPE)
  const room = Math.floor((headerLength(bytes, at, IP_ROUTING) - SEGMENTS) / 16)
  // Type 4 (RFC 8754) may go on with TLVs behind the segment whose index is told.
  if (type === SEGMENT_ROUTING) return Math.min(room, u8(bytes, at + LAST_SEGMENT) + 1)
  return type === 0 || type === 2 ? room : 0
}

/** The checksum counts the final destination, which segment routing lists first and the other types last. */
function throughSegments(
  bytes: Uint8Array,
  at: number,
  datagram: Datagram | undefined,
): Datagram | undefined {
  const count = segmentCount(bytes, at)
  if (!datagram || count === 0) return undefined
  const final = at + SEGMENTS + (u8(bytes, at + ROUTING_TYPE) === SEGMENT_ROUTING ? 0 : 16 * (count - 1))
  return { ...datagram, destinationSum: sumWords(bytes, final, final + 16) }
}

const FRAGMENT_FIELDS = {
  nextHeader: [NEXT_HEADER, 1],
  fragmentOffset: [FRAGMENT_OFFSET, 2],
  moreFragments: [FRAGMENT_OFFSET + 1, 1],
  identification: [IDENTIFICATION, 4],
} as const

export function decodeFragment(region: Region, datagram?: Datagram): Decoded<Ipv6FragmentLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end, IP_FRAGMENT)) return { layer: shortExtension(region, IP_FRAGMENT) }
  const layer: Ipv6FragmentLayer = {
    protocol: 'ipv6-fragment',
    start,
    end: start + UNIT,
    spans: spansOf(start, FRAGMENT_FIELDS),
    nextHeader: nextHeader(bytes, start),
    fragmentOffset: fragmentOffset(bytes, start),
    moreFragments: moreFragments(bytes, start),
    identification: identification(bytes, start),
  }
  const rest = after(region, layer.end)
  if (layer.fragmentOffset > 0) return { layer, next: { by: 'none', number: 0, region: rest } }
  const first = layer.moreFragments ? { ...rest, cut: rest.cut ?? OTHER_FRAGMENTS } : rest
  return { layer, next: following(layer.nextHeader, first, datagram) }
}

function following(number: number, region: Region, datagram: Datagram | undefined): Next {
  return { by: 'ipProtocol', number, region, ...(datagram && { datagram }) }
}

function shortExtension(region: Region, kind: number) {
  const { bytes, start, end } = region
  const needed = end - start < UNIT ? UNIT : headerLength(bytes, start, kind)
  return tooShort(region, 'IPv6 extension header', needed)
}
