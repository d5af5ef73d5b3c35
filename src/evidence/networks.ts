import type { Network } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import type { NetworkState } from '../verdict/types.ts'

/** The parts of `bridge -j fdb show` that are used; see bridge(8). */
interface FdbEntry {
  readonly mac: string
  readonly ifname: string
  readonly flags?: readonly string[]
  readonly state?: string
}

/** A bridge's forwarding database: what it learned, without the permanent entries of its own ports. */
export function networkState(lab: Lab, network: Network, fdbJson: string): NetworkState {
  const entries = JSON.parse(fdbJson.trim() || '[]') as FdbEntry[]
  const learned = entries.filter((entry) => entry.state !== 'permanent' && !entry.flags?.includes('self'))
  return {
    network: network.name,
    fdb: learned.map(({ mac, ifname }) => ({ mac, port: ifname })),
    ports: portsOf(lab, network),
  }
}

function portsOf(lab: Lab, network: Network): Record<string, string> {
  const ends = lab.nodes.flatMap((node) =>
    node.interfaces
      .filter((nic) => nic.network === network.name)
      .map((nic): [string, string] => [nic.port, `${node.name}:${nic.name}`]),
  )
  return Object.fromEntries(ends)
}
