import { u8, u16 } from './bytes.ts'

// VRRP version 2 (RFC 3768) and 3 (RFC 5798), offsets in octets from the header's first one.
const VERSION_TYPE = 0
const ROUTER_ID = 1
const PRIORITY = 2
const ADDRESS_COUNT = 3
const AUTHENTICATION = 4
const INTERVAL_V2 = 5
const INTERVAL_V3 = 4
const CHECKSUM = 6
/** Where the virtual addresses start. */
export const LENGTH = 8

/** Whether the fixed part of a version 2 or 3 header lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH && (version(bytes, at) === 2 || version(bytes, at) === 3)
}

export function version(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + VERSION_TYPE) >>> 4
}

/** 1 is an advertisement, the only type there is. */
export function type(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + VERSION_TYPE) & 0x0f
}

/** Virtual router identifier. */
export function routerId(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + ROUTER_ID)
}

/** 0: the master resigns. 255: it owns the addresses. */
export function priority(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + PRIORITY)
}

export function addressCount(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + ADDRESS_COUNT)
}

/** Version 2 only: 0 none, 1 simple password, 2 IP authentication header. */
export function authentication(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + AUTHENTICATION)
}

/** Milliseconds between advertisements: told in seconds by version 2, in hundredths by version 3. */
export function interval(bytes: Uint8Array, at: number): number {
  if (version(bytes, at) === 2) return u8(bytes, at + INTERVAL_V2) * 1000
  return (u16(bytes, at + INTERVAL_V3) & 0x0fff) * 10
}

export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CHECKSUM)
}
