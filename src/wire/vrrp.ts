import { formatIpv4, formatIpv6 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { type ChecksumStatus, sumWords, verify, verifyUpperLayer } from './checksum.ts'
import type { Datagram, Decoded } from './decoded.ts'
import { IP_VRRP } from './numbers.ts'
import { invalid, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

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

const FIELDS = {
  version: [VERSION_TYPE, 1],
  type: [VERSION_TYPE, 1],
  routerId: [ROUTER_ID, 1],
  priority: [PRIORITY, 1],
  addressCount: [ADDRESS_COUNT, 1],
  checksum: [CHECKSUM, 2],
} as const
const FIELDS_V2 = { ...FIELDS, authentication: [AUTHENTICATION, 1], interval: [INTERVAL_V2, 1] } as const
const FIELDS_V3 = { ...FIELDS, interval: [INTERVAL_V3, 2] } as const
/** Octets of authentication data that end every version 2 message, used or not. */
const AUTHENTICATION_LENGTH = 8

export interface VrrpLayer extends LayerBase {
  readonly protocol: 'vrrp'
  readonly version: number
  readonly type: number
  readonly routerId: number
  readonly priority: number
  /** In milliseconds. */
  readonly interval: number
  /** Version 2 only. */
  readonly authentication?: number
  readonly checksum: number
  readonly checksumStatus: ChecksumStatus
  readonly addresses: readonly string[]
}

export function decode(region: Region, datagram?: Datagram): Decoded<VrrpLayer> {
  const { bytes, start, end } = region
  if (end - start < LENGTH) return { layer: tooShort(region, 'VRRP header', LENGTH) }
  if (!hasHeader(bytes, start, end)) {
    return { layer: invalid(region, `VRRP version ${version(bytes, start)} is not understood`) }
  }
  const isV2 = version(bytes, start) === 2
  const addressLength = datagram?.family === 6 ? 16 : 4
  const addressesEnd = start + LENGTH + addressCount(bytes, start) * addressLength
  const messageEnd = isV2 ? addressesEnd + AUTHENTICATION_LENGTH : addressesEnd
  if (messageEnd > end) return { layer: tooShort(region, 'VRRP message', messageEnd - start) }
  const layer: VrrpLayer = {
    protocol: 'vrrp',
    start,
    end: messageEnd,
    spans: {
      ...spansOf(start, isV2 ? FIELDS_V2 : FIELDS_V3),
      addresses: { start: start + LENGTH, end: addressesEnd },
      ...(isV2 && { password: { start: addressesEnd, end: messageEnd } }),
    },
    version: version(bytes, start),
    type: type(bytes, start),
    routerId: routerId(bytes, start),
    priority: priority(bytes, start),
    interval: interval(bytes, start),
    ...(isV2 && { authentication: authentication(bytes, start) }),
    checksum: checksum(bytes, start),
    checksumStatus: checksumStatus(region, isV2, datagram),
    addresses: addressesOf(bytes, start + LENGTH, addressesEnd, addressLength),
  }
  return { layer }
}

/** Only version 3 covers a pseudo header (RFC 5798, section 5.2.8). */
function checksumStatus(region: Region, isV2: boolean, datagram: Datagram | undefined): ChecksumStatus {
  if (!isV2) return verifyUpperLayer(region, datagram, IP_VRRP)
  return region.cut ? 'unverified' : verify(sumWords(region.bytes, region.start, region.end))
}

function addressesOf(bytes: Uint8Array, start: number, end: number, length: number): string[] {
  const addresses: string[] = []
  for (let at = start; at < end; at += length) {
    addresses.push(length === 16 ? formatIpv6(bytes, at) : formatIpv4(u32(bytes, at)))
  }
  return addresses
}
