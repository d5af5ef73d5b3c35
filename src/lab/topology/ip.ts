import { isIPv4, isIPv6 } from 'node:net'
import type { Family } from './types.ts'

/**
 * An address of either family as one number of 128 bits: IPv6 as it is, IPv4 as the IPv4-mapped address
 * ::ffff:a.b.c.d (RFC 4291, section 2.5.5.2). So the two never meet, and addresses compare as numbers do.
 */
export type Ip = bigint

/** A prefix with an address in it: `10.0.0.7/24`, `fd00::7/64`. */
export interface Cidr {
  readonly address: Ip
  /** Prefix length as it is written, 0 to 32 or 128. */
  readonly length: number
}

const MAPPED = 0xffffn << 32n

/** Bits of an address, and the base in which its last digits are written. */
const FAMILIES = { IPv4: { bits: 32, base: 10 }, IPv6: { bits: 128, base: 16 } } as const

export function familyOf(address: Ip): Family {
  return address >> 32n === MAPPED >> 32n ? 'IPv4' : 'IPv6'
}

/** 32 or 128: the length of a prefix that is one address. */
export function bitsOf(address: Ip): number {
  return FAMILIES[familyOf(address)].bits
}

/** 10 or 16. */
export function baseOf(address: Ip): number {
  return FAMILIES[familyOf(address)].base
}

/** A dotted quad without leading zeros, or IPv6 in any of its texts (RFC 4291) but with a zone or an IPv4 address. */
export function parseAddress(text: string): Ip | undefined {
  if (isIPv4(text)) return MAPPED + digits(text.split('.'), 10, 8n)
  if (!isIPv6(text) || /[%.]/.test(text)) return undefined
  const [before = '', after] = text.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = after ? Array.from({ length: 8 - before.length - after.length }, () => '0') : []
  const address = digits([...before, ...zeros, ...(after ?? [])], 16, 16n)
  return familyOf(address) === 'IPv6' ? address : undefined
}

function digits(parts: readonly string[], base: number, bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) + BigInt(Number.parseInt(part, base)), 0n)
}

/** `address/length`; the host bits may be set. */
export function parseCidr(text: string): Cidr | undefined {
  const [, host = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const address = parseAddress(host)
  return address === undefined || Number(length) > bitsOf(address)
    ? undefined
    : { address, length: Number(length) }
}

/** Dotted decimal, or the canonical text of RFC 5952, which the URL standard's serializer writes as well. */
export function formatAddress(address: Ip): string {
  if (familyOf(address) === 'IPv4') return parts(address, 8n, 4).join('.')
  const groups = parts(address, 16n, 8).map((group) => group.toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

function parts(address: bigint, bits: bigint, count: number): bigint[] {
  const shifts = Array.from({ length: count }, (_, index) => BigInt(count - 1 - index) * bits)
  return shifts.map((shift) => BigInt.asUintN(Number(bits), address >> shift))
}

export function formatCidr({ address, length }: Cidr): string {
  return `${formatAddress(address)}/${length}`
}

/** First address of the prefix: the network's own, or in IPv6 any router's (RFC 4291, section 2.6.1). */
export function firstOf(cidr: Cidr): Ip {
  return cidr.address - (cidr.address % sizeOf(cidr))
}

/** Last address of the prefix: in IPv4, the broadcast address. */
export function lastOf(cidr: Cidr): Ip {
  return firstOf(cidr) + sizeOf(cidr) - 1n
}

export function contains(subnet: Cidr, address: Ip): boolean {
  const same = familyOf(subnet.address) === familyOf(address)
  return same && address >= firstOf(subnet) && address <= lastOf(subnet)
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, firstOf(b)) || contains(b, firstOf(a))
}

/** Addresses in a prefix. */
function sizeOf({ address, length }: Cidr): bigint {
  return 1n << BigInt(bitsOf(address) - length)
}
