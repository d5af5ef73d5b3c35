import { formatIpv6 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { decodeOptions, type NeighbourOption } from './neighbour-options.ts'

// Messages of neighbour discovery (RFC 4861, section 4), offsets in octets from the ICMPv6 header's first one.
const HOP_LIMIT = 4
const FLAGS = 4
const RA_FLAGS = 5
const ROUTER_LIFETIME = 6
const REACHABLE_TIME = 8
const RETRANS_TIMER = 12
/** Where the target address of neighbour solicitations, advertisements and redirects stands. */
export const TARGET = 8
const REDIRECT_DESTINATION = 24

export const ROUTER_SOLICITATION = 133
export const ROUTER_ADVERTISEMENT = 134
export const NEIGHBOUR_SOLICITATION = 135
export const NEIGHBOUR_ADVERTISEMENT = 136
export const REDIRECT = 137

/** Where the options start: so many octets every message of the type has. */
const OPTIONS: Readonly<Record<number, number>> = {
  [ROUTER_SOLICITATION]: 8,
  [ROUTER_ADVERTISEMENT]: 16,
  [NEIGHBOUR_SOLICITATION]: 24,
  [NEIGHBOUR_ADVERTISEMENT]: 24,
  [REDIRECT]: 40,
}

export type NeighbourDiscovery = NeighbourDiscoveryBody & { readonly options: readonly NeighbourOption[] }

type NeighbourDiscoveryBody =
  | { readonly message: 'router-solicitation' }
  | RouterAdvertisement
  | { readonly message: 'neighbour-solicitation'; readonly target: string }
  | NeighbourAdvertisement
  | { readonly message: 'redirect'; readonly target: string; readonly destination: string }

interface RouterAdvertisement {
  readonly message: 'router-advertisement'
  readonly hopLimit: number
  /** Addresses are to be had from DHCPv6. */
  readonly managed: boolean
  /** Other configuration is to be had from DHCPv6. */
  readonly otherConfiguration: boolean
  /** In seconds; 0: not a default router. */
  readonly routerLifetime: number
  /** In milliseconds; 0: unspecified. */
  readonly reachableTime: number
  /** In milliseconds; 0: unspecified. */
  readonly retransTimer: number
}

interface NeighbourAdvertisement {
  readonly message: 'neighbour-advertisement'
  readonly target: string
  readonly router: boolean
  readonly solicited: boolean
  readonly override: boolean
}

/** Octets that an ICMPv6 message of this type needs at least. */
export function minimumLength(messageType: number): number {
  return OPTIONS[messageType] ?? 8
}

/** The message that starts at `at` with its ICMPv6 header; undefined where it is of another kind. */
export function decodeNeighbourDiscovery(
  bytes: Uint8Array,
  at: number,
  end: number,
): NeighbourDiscovery | undefined {
  const body = bodyOf(bytes, at)
  return body && { ...body, options: decodeOptions(bytes, at + minimumLength(u8(bytes, at)), end) }
}

function bodyOf(bytes: Uint8Array, at: number): NeighbourDiscoveryBody | undefined {
  switch (u8(bytes, at)) {
    case ROUTER_SOLICITATION:
      return { message: 'router-solicitation' }
    case ROUTER_ADVERTISEMENT:
      return routerAdvertisement(bytes, at)
    case NEIGHBOUR_SOLICITATION:
      return { message: 'neighbour-solicitation', target: formatIpv6(bytes, at + TARGET) }
    case NEIGHBOUR_ADVERTISEMENT:
      return neighbourAdvertisement(bytes, at)
    case REDIRECT: {
      const destination = formatIpv6(bytes, at + REDIRECT_DESTINATION)
      return { message: 'redirect', target: formatIpv6(bytes, at + TARGET), destination }
    }
    default:
      return undefined
  }
}

function routerAdvertisement(bytes: Uint8Array, at: number): RouterAdvertisement {
  const flags = u8(bytes, at + RA_FLAGS)
  return {
    message: 'router-advertisement',
    hopLimit: u8(bytes, at + HOP_LIMIT),
    managed: (flags & 0x80) !== 0,
    otherConfiguration: (flags & 0x40) !== 0,
    routerLifetime: u16(bytes, at + ROUTER_LIFETIME),
    reachableTime: u32(bytes, at + REACHABLE_TIME),
    retransTimer: u32(bytes, at + RETRANS_TIMER),
  }
}

function neighbourAdvertisement(bytes: Uint8Array, at: number): NeighbourAdvertisement {
  const flags = u8(bytes, at + FLAGS)
  return {
    message: 'neighbour-advertisement',
    target: formatIpv6(bytes, at + TARGET),
    router: (flags & 0x80) !== 0,
    solicited: (flags & 0x40) !== 0,
    override: (flags & 0x20) !== 0,
  }
}
