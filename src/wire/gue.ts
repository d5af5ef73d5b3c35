import { u8, u16, u32 } from './bytes.ts'
import type { Datagram, Decoded } from './decoded.ts'
import { after, invalid, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// GUE header of variant 0 (draft-ietf-intarea-gue, section 3), offsets in octets from its first one.
const VARIANT_CONTROL_LENGTH = 0
const PROTOCOL = 1
const FLAGS = 2
const FIELDS = 4
/** Octets of a header without optional fields. */
export const MINIMUM_LENGTH = FIELDS

/** Whether a whole header of variant 0 lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= MINIMUM_LENGTH && variant(bytes, at) === 0 && end - at >= headerLength(bytes, at)
}

/** 0: a header follows. 1: the payload is an IP packet that starts right here. */
export function variant(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + VARIANT_CONTROL_LENGTH) >>> 6
}

/** A control message instead of an encapsulated packet. */
export function isControl(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + VARIANT_CONTROL_LENGTH) & 0x20) !== 0
}

/** In octets, optional fields included; the payload starts there. */
export function headerLength(bytes: Uint8Array, at: number): number {
  return MINIMUM_LENGTH + (u8(bytes, at + VARIANT_CONTROL_LENGTH) & 0x1f) * 4
}

/** Internet protocol number of the payload, or the kind of a control message. */
export function protocol(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + PROTOCOL)
}

/** Which optional fields are there. */
export function flags(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + FLAGS)
}

/** Linux (include/net/gue.h): the first optional field holds further flags. */
const PRIVATE_FLAGS_PRESENT = 0x0001
/** A private flag: where the inner checksum starts and belongs follows, each in 16 bits. */
const REMOTE_CHECKSUM = 0x8000_0000

export interface GueLayer extends LayerBase {
  readonly protocol: 'gue'
  readonly control: boolean
  readonly headerLength: number
  /** Internet protocol number, or the kind of a control message. */
  readonly payloadProtocol: number
  readonly flags: number
  /** Octets of all optional fields. */
  readonly fieldsLength: number
  /** Remote checksum offload: octets from the payload's first one. */
  readonly remoteChecksum?: { readonly start: number; readonly offset: number }
}

export function decode(region: Region, datagram?: Datagram): Decoded<GueLayer> {
  const problem = problemOf(region)
  if (problem) return { layer: problem }
  const { bytes, start } = region
  const length = headerLength(bytes, start)
  const remoteChecksum = remoteChecksumOf(bytes, start)
  const layer: GueLayer = {
    protocol: 'gue',
    start,
    end: start + length,
    spans: spansOf(start, {
      headerLength: [VARIANT_CONTROL_LENGTH, 1],
      payloadProtocol: [PROTOCOL, 1],
      flags: [FLAGS, 2],
      fields: [FIELDS, length - FIELDS],
    }),
    control: isControl(bytes, start),
    headerLength: length,
    payloadProtocol: protocol(bytes, start),
    flags: flags(bytes, start),
    fieldsLength: length - FIELDS,
    ...(remoteChecksum && { remoteChecksum }),
  }
  const by = layer.control ? 'none' : 'ipProtocol'
  const payload = after(region, layer.end)
  return {
    layer,
    next: { by, number: layer.payloadProtocol, region: payload, ...(datagram && { datagram }) },
  }
}

function problemOf(region: Region) {
  const { bytes, start, end } = region
  if (end - start < MINIMUM_LENGTH) return tooShort(region, 'GUE header', MINIMUM_LENGTH)
  if (variant(bytes, start) !== 0)
    return invalid(region, `GUE variant ${variant(bytes, start)} is not understood`)
  const length = headerLength(bytes, start)
  return end - start < length ? tooShort(region, 'GUE header with optional fields', length) : undefined
}

function remoteChecksumOf(bytes: Uint8Array, at: number): GueLayer['remoteChecksum'] {
  const privateFlags = at + FIELDS
  if (flags(bytes, at) !== PRIVATE_FLAGS_PRESENT || headerLength(bytes, at) < FIELDS + 8) return undefined
  if (u32(bytes, privateFlags) !== REMOTE_CHECKSUM) return undefined
  return { start: u16(bytes, privateFlags + 4), offset: u16(bytes, privateFlags + 6) }
}
