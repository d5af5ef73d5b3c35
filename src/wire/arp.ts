import { formatIpv4, formatMac } from './addresses.ts'
import { u8, u16, u32, u48 } from './bytes.ts'
import type { Decoded } from './decoded.ts'
import { ETHER_IPV4 } from './numbers.ts'
import { invalid, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// ARP for IPv4 over Ethernet (RFC 826), offsets in octets from the header's first one.
const HARDWARE_TYPE = 0
const PROTOCOL_TYPE = 2
const HARDWARE_LENGTH = 4
const PROTOCOL_LENGTH = 5
const OPERATION = 6
const SENDER_MAC = 8
const SENDER_IP = 14
const TARGET_MAC = 18
const TARGET_IP = 24
/** Octets of the whole packet for IPv4 over Ethernet. */
export const LENGTH = 28

export const REQUEST = 1
export const REPLY = 2
const HARDWARE_ETHERNET = 1

/** Whether a whole ARP packet for IPv4 over Ethernet lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH && isIpv4OverEthernet(bytes, at)
}

/** Other hardware or protocol types place the addresses elsewhere. Needs the first 6 octets. */
export function isIpv4OverEthernet(bytes: Uint8Array, at: number): boolean {
  return (
    u16(bytes, at + HARDWARE_TYPE) === HARDWARE_ETHERNET &&
    u16(bytes, at + PROTOCOL_TYPE) === ETHER_IPV4 &&
    u8(bytes, at + HARDWARE_LENGTH) === 6 &&
    u8(bytes, at + PROTOCOL_LENGTH) === 4
  )
}

/** {@link REQUEST} or {@link REPLY}; others exist. */
export function operation(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + OPERATION)
}

/** 48 bits, see `formatMac`. */
export function senderMac(bytes: Uint8Array, at: number): number {
  return u48(bytes, at + SENDER_MAC)
}

/** 32 bits, see `formatIpv4`. */
export function senderIp(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + SENDER_IP)
}

/** 48 bits; zero in most requests. */
export function targetMac(bytes: Uint8Array, at: number): number {
  return u48(bytes, at + TARGET_MAC)
}

/** 32 bits, see `formatIpv4`. */
export function targetIp(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + TARGET_IP)
}

const FIELDS = {
  hardwareType: [HARDWARE_TYPE, 2],
  protocolType: [PROTOCOL_TYPE, 2],
  hardwareLength: [HARDWARE_LENGTH, 1],
  protocolLength: [PROTOCOL_LENGTH, 1],
  operation: [OPERATION, 2],
  senderMac: [SENDER_MAC, 6],
  senderIp: [SENDER_IP, 4],
  targetMac: [TARGET_MAC, 6],
  targetIp: [TARGET_IP, 4],
} as const

/** IPv4 over Ethernet; other kinds are reported as malformed. */
export interface ArpLayer extends LayerBase {
  readonly protocol: 'arp'
  readonly operation: number
  readonly senderMac: string
  readonly senderIp: string
  readonly targetMac: string
  readonly targetIp: string
}

export function decode(region: Region): Decoded<ArpLayer> {
  const { bytes, start, end } = region
  if (end - start < LENGTH) return { layer: tooShort(region, 'ARP packet', LENGTH) }
  if (!isIpv4OverEthernet(bytes, start))
    return { layer: invalid(region, 'ARP is not for IPv4 over Ethernet') }
  const layer: ArpLayer = {
    protocol: 'arp',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    operation: operation(bytes, start),
    senderMac: formatMac(senderMac(bytes, start)),
    senderIp: formatIpv4(senderIp(bytes, start)),
    targetMac: formatMac(targetMac(bytes, start)),
    targetIp: formatIpv4(targetIp(bytes, start)),
  }
  return { layer }
}
