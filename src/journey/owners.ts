import type { MacOwner } from './types.ts'

/** Who owns which MAC, both ways. */
export interface Owners {
  /** Node of a MAC; where nobody is known to own it, the MAC itself, so that it still tells places apart. */
  readonly nodeOf: (mac: string) => string
  /** All nodes of a MAC: the virtual MAC of VRRP is that of every member (RFC 5798, section 7.3). */
  readonly nodesOf: (mac: string) => readonly string[]
  /** Capture points, `node:interface`, that own a MAC: a VLAN device shares that of the device below it. */
  readonly pointsOf: (mac: string) => readonly string[]
  /** Whether a capture point owns any MAC. */
  readonly isPoint: (point: string) => boolean
  /** Whether anybody is known to own a MAC. */
  readonly isOwned: (mac: string) => boolean
  /** How many MACs are known. */
  readonly size: number
}

export function ownersOf(owners: readonly MacOwner[]): Owners {
  // Every loopback device has the address 00:00:00:00:00:00, which is nobody's.
  const real = owners.filter(({ mac }) => mac !== NO_MAC)
  const byMac = Map.groupBy(real, ({ mac }) => mac)
  const points = new Set(real.map(pointOf))
  return {
    nodeOf: (mac) => byMac.get(mac)?.[0]?.node ?? mac,
    nodesOf: (mac) => [...new Set(byMac.get(mac)?.map(({ node }) => node))],
    pointsOf: (mac) => byMac.get(mac)?.map(pointOf) ?? [],
    isPoint: (point) => points.has(point),
    isOwned: (mac) => byMac.has(mac),
    size: byMac.size,
  }
}

function pointOf(owner: MacOwner): string {
  return `${owner.node}:${owner.interface}`
}

/** What the frames of a loopback device carry. */
export const NO_MAC = '00:00:00:00:00:00'

/** Node of a capture point `node:interface`. */
export function nodeOfPoint(point: string): string {
  return point.slice(0, point.lastIndexOf(':'))
}

/** Broadcast or multicast: the lowest bit of the first octet. */
export function isGroupMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1
}
