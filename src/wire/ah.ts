import { u8, u32 } from './bytes.ts'
import type { Datagram, Decoded } from './decoded.ts'
import { after, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// IP authentication header (RFC 4302), offsets in octets from its first one.
const NEXT_HEADER = 0
const PAYLOAD_LENGTH = 1
const SPI = 4
const SEQUENCE = 8
/** Where the integrity check value starts, which is not checked: it takes the key. */
const ICV = 12

/** Whether the whole header lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= ICV && headerLength(bytes, at) >= ICV && end - at >= headerLength(bytes, at)
}

/** Internet protocol number of what follows. */
export function nextHeader(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + NEXT_HEADER)
}

/** In octets; told in words of four, without the first two. */
export function headerLength(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at + PAYLOAD_LENGTH) + 2) * 4
}

/** Security parameters index. */
export function spi(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + SPI)
}

export function sequence(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + SEQUENCE)
}

const FIELDS = {
  nextHeader: [NEXT_HEADER, 1],
  headerLength: [PAYLOAD_LENGTH, 1],
  spi: [SPI, 4],
  sequence: [SEQUENCE, 4],
} as const

export interface AhLayer extends LayerBase {
  readonly protocol: 'ah'
  readonly nextHeader: number
  /** In octets. */
  readonly headerLength: number
  readonly spi: number
  readonly sequence: number
}

export function decode(region: Region, datagram?: Datagram): Decoded<AhLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end))
    return { layer: tooShort(region, 'authentication header', neededOf(region)) }
  const layer: AhLayer = {
    protocol: 'ah',
    start,
    end: start + headerLength(bytes, start),
    spans: spansOf(start, FIELDS),
    nextHeader: nextHeader(bytes, start),
    headerLength: headerLength(bytes, start),
    spi: spi(bytes, start),
    sequence: sequence(bytes, start),
  }
  const next = { by: 'ipProtocol', number: layer.nextHeader, region: after(region, layer.end) } as const
  return { layer, next: { ...next, ...(datagram && { datagram }) } }
}

function neededOf({ bytes, start, end }: Region): number {
  return end - start < ICV ? ICV : Math.max(ICV, headerLength(bytes, start))
}
