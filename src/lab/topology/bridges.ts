import type { Lab } from '../types.ts'
import type { Ends, Interface, Link, Network } from './types.ts'

/** A bridge as the kernel has it: with one network, or with several, each a VLAN. */
export interface Bridge {
  readonly name: string
  readonly networks: readonly Network[]
  /** Whether it looks at VLANs. */
  readonly filters: boolean
  /** Microseconds that a frame takes through it. */
  readonly delayUs?: number
}

/** In the order of their first networks. */
export function bridgesOf({ networks }: Pick<Lab, 'networks'>): Bridge[] {
  return [...Map.groupBy(networks, ({ bridge }) => bridge)].map(([name, all]) => ({
    name,
    networks: all,
    filters: all.some(({ vlan }) => vlan !== undefined),
    ...(all[0]?.delayUs === undefined ? {} : { delayUs: all[0].delayUs }),
  }))
}

/** Links at a bridge, in the order of the nodes. */
export function linksAt({ nodes }: Pick<Lab, 'nodes'>, bridge: string): Link[] {
  return nodes.flatMap(({ links }) => links.filter((link) => link.bridge === bridge))
}

/** Names of a node's devices on cables: each link, then the VLAN devices upon it, which need it to be up. */
export function linkDevices({ links, interfaces }: Ends): string[] {
  return links.flatMap(({ device }) => [
    device,
    ...vlanDevices(interfaces).flatMap(({ name, link }) => (link === device ? [name] : [])),
  ])
}

/** Interfaces that are devices upon a link, and not the link itself. */
export function vlanDevices(interfaces: readonly Interface[]): Interface[] {
  return interfaces.filter(({ vlan }) => vlan !== undefined)
}
