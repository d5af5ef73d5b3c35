import { u8, u16 } from './bytes.ts'

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
