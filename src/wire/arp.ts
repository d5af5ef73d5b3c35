import { u8, u16, u32, u48 } from './bytes.ts'
import { ETHER_IPV4 } from './numbers.ts'

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
