import type { Path } from '../text/tree.ts'
import { linkDevices } from './bridges.ts'
import type { Cidr } from './ip.ts'
import type { Ends, TunnelDevice } from './types.ts'

/** One wish of `on`: a network, and an address if the lab names one. */
export interface LinkSpec {
  readonly network: string
  readonly address?: string
  readonly path: Path
}

/** A node as written, replicas counted out. */
export interface Member {
  readonly name: string
  readonly role: string
  /** Counted from 1. */
  readonly replica: number
  /** What is added to an address that `on` gives for the whole role. */
  readonly offset: number
  /** Whether the role has replicas, be it only one. */
  readonly replicated: boolean
  /** Where it is written: `['nodes', 'rs']`, or under its own name where a patch named it alone. */
  readonly path: Path
  readonly on: readonly LinkSpec[]
}

/** A node with its links and the addresses that it has by being on their networks. */
export interface Host extends Member, Ends {
  readonly tunnels: readonly TunnelDevice[]
  /** Interface → own address with the subnet's prefix length. */
  readonly own: ReadonlyMap<string, Cidr>
}

/** Devices that can have an address or settings: lo, eth0, eth1.10, …, tunl0. */
export function devicesOf(host: Host): string[] {
  return ['lo', ...linkDevices(host), ...host.tunnels.map((tunnel) => tunnel.name)]
}
