import { u8, u16, u32 } from './bytes.ts'
import { type ChecksumStatus, sumWords, verify } from './checksum.ts'
import type { Decoded } from './decoded.ts'
import { after, type Fields, invalid, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// GRE header (RFC 2784, with key and sequence number of RFC 2890), offsets in octets from its first one.
const FLAGS = 0
const VERSION = 1
const PROTOCOL_TYPE = 2
const OPTIONAL = 4
/** Octets of a header without optional fields. */
export const MINIMUM_LENGTH = OPTIONAL

const CHECKSUM_PRESENT = 0x80
const ROUTING_PRESENT = 0x40
const KEY_PRESENT = 0x20
const SEQUENCE_PRESENT = 0x10

/**
 * Whether a whole header of version 0 lies before `end`. Ask before any accessor. Source routes (RFC 1701) and
 * version 1 (PPTP) lay out the header differently and are not understood.
 */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < MINIMUM_LENGTH || version(bytes, at) !== 0 || hasRouting(bytes, at)) return false
  return end - at >= headerLength(bytes, at)
}

export function version(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + VERSION) & 0x07
}

export function hasChecksum(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + FLAGS) & CHECKSUM_PRESENT) !== 0
}

export function hasRouting(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + FLAGS) & ROUTING_PRESENT) !== 0
}

export function hasKey(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + FLAGS) & KEY_PRESENT) !== 0
}

export function hasSequence(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + FLAGS) & SEQUENCE_PRESENT) !== 0
}

/** EtherType of the payload. */
export function protocolType(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + PROTOCOL_TYPE)
}

/** In octets; the payload starts there. */
export function headerLength(bytes: Uint8Array, at: number): number {
  return sequenceAt(bytes, at) - at + (hasSequence(bytes, at) ? 4 : 0)
}

/** Only where {@link hasChecksum}; two reserved octets follow it. */
export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + OPTIONAL)
}

/** Only where {@link hasKey}. */
export function key(bytes: Uint8Array, at: number): number {
  return u32(bytes, keyAt(bytes, at))
}

/** Only where {@link hasSequence}. */
export function sequence(bytes: Uint8Array, at: number): number {
  return u32(bytes, sequenceAt(bytes, at))
}

function keyAt(bytes: Uint8Array, at: number): number {
  return at + OPTIONAL + (hasChecksum(bytes, at) ? 4 : 0)
}

function sequenceAt(bytes: Uint8Array, at: number): number {
  return keyAt(bytes, at) + (hasKey(bytes, at) ? 4 : 0)
}

export interface GreLayer extends LayerBase {
  readonly protocol: 'gre'
  /** EtherType of the payload. */
  readonly protocolType: number
  readonly checksum?: number
  readonly checksumStatus?: ChecksumStatus
  readonly key?: number
  readonly sequence?: number
}

export function decode(region: Region): Decoded<GreLayer> {
  const problem = problemOf(region)
  if (problem) return { layer: problem }
  const { bytes, start } = region
  const layer: GreLayer = {
    protocol: 'gre',
    start,
    end: start + headerLength(bytes, start),
    spans: spansOf(start, fieldsOf(bytes, start)),
    protocolType: protocolType(bytes, start),
    ...(hasChecksum(bytes, start) && {
      checksum: checksum(bytes, start),
      checksumStatus: checksumStatus(region),
    }),
    ...(hasKey(bytes, start) && { key: key(bytes, start) }),
    ...(hasSequence(bytes, start) && { sequence: sequence(bytes, start) }),
  }
  return { layer, next: { by: 'etherType', number: layer.protocolType, region: after(region, layer.end) } }
}

function problemOf(region: Region) {
  const { bytes, start, end } = region
  if (end - start < MINIMUM_LENGTH) return tooShort(region, 'GRE header', MINIMUM_LENGTH)
  if (version(bytes, start) !== 0)
    return invalid(region, `GRE version ${version(bytes, start)} is not understood`)
  if (hasRouting(bytes, start)) return invalid(region, 'GRE source routes (RFC 1701) are not understood')
  const length = headerLength(bytes, start)
  return end - start < length ? tooShort(region, 'GRE header with optional fields', length) : undefined
}

/** It covers header and payload, without a pseudo header. */
function checksumStatus(region: Region): ChecksumStatus {
  return region.cut ? 'unverified' : verify(sumWords(region.bytes, region.start, region.end))
}

function fieldsOf(bytes: Uint8Array, at: number): Fields {
  return {
    flags: [FLAGS, 2],
    protocolType: [PROTOCOL_TYPE, 2],
    ...(hasChecksum(bytes, at) && { checksum: [OPTIONAL, 2] as const }),
    ...(hasKey(bytes, at) && { key: [keyAt(bytes, at) - at, 4] as const }),
    ...(hasSequence(bytes, at) && { sequence: [sequenceAt(bytes, at) - at, 4] as const }),
  }
}
