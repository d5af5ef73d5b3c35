import { formatIpv6, formatMac } from './addresses.ts'
import { u8, u32, u48 } from './bytes.ts'
import { badLength, type MalformedOption } from './tlv.ts'
import type { Span } from './types.ts'

/** Options of neighbour discovery (RFC 4861, section 4.6; RFC 8106). */
export type NeighbourOption = (Span & NeighbourOptionBody) | MalformedOption

type NeighbourOptionBody =
  | { readonly kind: 'source-link-layer'; readonly mac: string }
  | { readonly kind: 'target-link-layer'; readonly mac: string }
  | PrefixInformation
  | { readonly kind: 'mtu'; readonly value: number }
  /** Recursive DNS servers; the lifetime is in seconds. */
  | { readonly kind: 'dns-servers'; readonly lifetime: number; readonly servers: readonly string[] }
  /** One that is not known here, or has not the length that its type demands. */
  | { readonly kind: 'other'; readonly type: number }

interface PrefixInformation {
  readonly kind: 'prefix'
  readonly prefix: string
  readonly length: number
  readonly onLink: boolean
  readonly autonomous: boolean
  /** In seconds; all ones: for ever. */
  readonly validLifetime: number
  /** In seconds; all ones: for ever. */
  readonly preferredLifetime: number
}

const SOURCE_LINK_LAYER = 1
const TARGET_LINK_LAYER = 2
const PREFIX = 3
const MTU = 5
const DNS_SERVERS = 25

/** The options between `start` and `end`, in order. Their lengths count units of 8 octets. */
export function decodeOptions(bytes: Uint8Array, start: number, end: number): NeighbourOption[] {
  const options: NeighbourOption[] = []
  let at = start
  while (at < end) {
    const length = at + 1 < end ? u8(bytes, at + 1) * 8 : 0
    if (length === 0 || at + length > end) return [...options, badLength(at, end, `option ${u8(bytes, at)}`)]
    options.push({ start: at, end: at + length, ...bodyOf(bytes, at, length) })
    at += length
  }
  return options
}

function bodyOf(bytes: Uint8Array, at: number, length: number): NeighbourOptionBody {
  const type = u8(bytes, at)
  if (type === SOURCE_LINK_LAYER && length === 8) return { kind: 'source-link-layer', mac: macAt(bytes, at) }
  if (type === TARGET_LINK_LAYER && length === 8) return { kind: 'target-link-layer', mac: macAt(bytes, at) }
  if (type === PREFIX && length === 32) return prefixInformation(bytes, at)
  if (type === MTU && length === 8) return { kind: 'mtu', value: u32(bytes, at + 4) }
  if (type === DNS_SERVERS && length % 16 === 8 && length > 8) return dnsServers(bytes, at, length)
  return { kind: 'other', type }
}

function macAt(bytes: Uint8Array, at: number): string {
  return formatMac(u48(bytes, at + 2))
}

function prefixInformation(bytes: Uint8Array, at: number): PrefixInformation {
  return {
    kind: 'prefix',
    prefix: formatIpv6(bytes, at + 16),
    length: u8(bytes, at + 2),
    onLink: (u8(bytes, at + 3) & 0x80) !== 0,
    autonomous: (u8(bytes, at + 3) & 0x40) !== 0,
    validLifetime: u32(bytes, at + 4),
    preferredLifetime: u32(bytes, at + 8),
  }
}

function dnsServers(bytes: Uint8Array, at: number, length: number): NeighbourOptionBody {
  const count = (length - 8) / 16
  const servers = Array.from({ length: count }, (_, index) => formatIpv6(bytes, at + 8 + 16 * index))
  return { kind: 'dns-servers', lifetime: u32(bytes, at + 4), servers }
}
