import { formatMac } from './addresses.ts'
import { u16, u48 } from './bytes.ts'
import type { Decoded } from './decoded.ts'
import { after, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

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

const FIELDS = {
  destination: [DESTINATION, 6],
  source: [SOURCE, 6],
  etherType: [ETHER_TYPE, 2],
} as const

export interface EthernetLayer extends LayerBase {
  readonly protocol: 'ethernet'
  readonly destination: string
  readonly source: string
  readonly etherType: number
}

export function decode(region: Region): Decoded<EthernetLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end)) return { layer: tooShort(region, 'Ethernet header', LENGTH) }
  const layer: EthernetLayer = {
    protocol: 'ethernet',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    destination: formatMac(destination(bytes, start)),
    source: formatMac(source(bytes, start)),
    etherType: etherType(bytes, start),
  }
  return { layer, next: { by: 'etherType', number: layer.etherType, region: after(region, layer.end) } }
}
