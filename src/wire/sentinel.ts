import { u8 } from './bytes.ts'
import * as cooked from './cooked.ts'
import type { Decoded } from './decoded.ts'
import * as ethernet from './ethernet.ts'
import { ETHER_SENTINEL, LINK_COOKED, LINK_RAW_IP } from './numbers.ts'
import { invalid, type Region, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

/**
 * Frames that a lab sends through every link to prove that its capture is live: EtherType
 * {@link ETHER_SENTINEL}, then this text and a token.
 */
export const PREFIX = 'lvslab-sentinel '
const PREFIX_BYTES = new TextEncoder().encode(PREFIX)
const ASCII = new TextDecoder('latin1')

/** Offset of a sentinel's text in the frame at `at`, or -1 where the frame is none. */
export function textAt(bytes: Uint8Array, at: number, end: number, linkType: number): number {
  const payload = payloadAt(bytes, at, end, linkType)
  return payload >= 0 && hasHeader(bytes, payload, end) ? payload : NO_TEXT
}

const NO_TEXT = -1

/** On a device without a header of its own, such as tunl0, the text is the whole frame. */
function payloadAt(bytes: Uint8Array, at: number, end: number, linkType: number): number {
  if (linkType === LINK_RAW_IP) return at
  const link = linkType === LINK_COOKED ? cooked : ethernet
  if (!link.hasHeader(bytes, at, end)) return NO_TEXT
  const type = linkType === LINK_COOKED ? cooked.protocol(bytes, at) : ethernet.etherType(bytes, at)
  return type === ETHER_SENTINEL ? at + link.LENGTH : NO_TEXT
}

/** Whether the payload at `at` begins as a sentinel's does. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < PREFIX_BYTES.length) return false
  for (let index = 0; index < PREFIX_BYTES.length; index++) {
    if (u8(bytes, at + index) !== PREFIX_BYTES[index]) return false
  }
  return true
}

/** The token of the sentinel payload at `at`: printable ASCII up to the frame's end, a space or padding. */
export function token(bytes: Uint8Array, at: number, end: number): string {
  const start = at + PREFIX_BYTES.length
  let stop = start
  while (stop < end && u8(bytes, stop) > 0x20 && u8(bytes, stop) < 0x7f) stop++
  return ASCII.decode(bytes.subarray(start, stop))
}

export interface SentinelLayer extends LayerBase {
  readonly protocol: 'sentinel'
  readonly token: string
}

export function decode(region: Region): Decoded<SentinelLayer> {
  const { bytes, start, end } = region
  const { length } = PREFIX_BYTES
  if (end - start < length) return { layer: tooShort(region, 'sentinel', length) }
  if (!hasHeader(bytes, start, end)) return { layer: invalid(region, 'no sentinel of a lab') }
  const layer: SentinelLayer = {
    protocol: 'sentinel',
    start,
    end,
    spans: { token: { start: start + length, end } },
    token: token(bytes, start, end),
  }
  return { layer }
}
