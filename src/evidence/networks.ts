import type { Network, PortVlans } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import type { RawBridgeState } from '../protocol/messages.ts'
import type { NetworkState } from '../verdict/types.ts'

/** The parts of `bridge -j fdb show` that are used; see bridge(8). */
interface FdbEntry {
  readonly mac: string
  readonly ifname: string
  readonly vlan?: number
  readonly flags?: readonly string[]
  readonly state?: string
}

/** The parts of `bridge -j vlan show` that are used: ports, each with its VLANs or ranges of them. */
interface PortEntry {
  readonly ifname: string
  readonly vlans: readonly {
    readonly vlan: number
    readonly vlanEnd?: number
    readonly flags?: readonly string[]
  }[]
}

/** What a bridge tells of one of its networks. */
export function networkState(lab: Lab, network: Network, raw: RawBridgeState | undefined): NetworkState {
  const { name, bridge, vlan } = network
  return {
    network: name,
    fdb: learned(raw?.fdb ?? '', vlan),
    ports: portsOf(lab, network),
    ...(vlan === undefined ? {} : { vlan, bridge, portVlans: portVlans(bridge, raw?.vlans ?? '') }),
  }
}

/** Without the permanent entries of the bridge's own ports. */
function learned(json: string, wanted: number | undefined): NetworkState['fdb'] {
  const entries = JSON.parse(json.trim() || '[]') as FdbEntry[]
  return entries
    .filter(({ state, flags, vlan }) => state !== 'permanent' && !flags?.includes('self') && vlan === wanted)
    .map(({ mac, ifname }) => ({ mac, port: ifname }))
}

function portsOf({ nodes }: Lab, { name }: Network): Record<string, string> {
  const ends = nodes.flatMap((node) => {
    const devices = node.interfaces.flatMap(({ network, link }) => (network === name ? [link] : []))
    const links = node.links.filter(({ device }) => devices.includes(device))
    return links.map(({ port, device }): [string, string] => [port, `${node.name}:${device}`])
  })
  return Object.fromEntries(ends)
}

/** The bridge is listed among its ports, as one of its own. */
function portVlans(bridge: string, json: string): Record<string, PortVlans> {
  const entries = JSON.parse(json.trim() || '[]') as PortEntry[]
  return Object.fromEntries(
    entries.flatMap(({ ifname, vlans }) => (ifname === bridge ? [] : [[ifname, vlansOf(vlans)]])),
  )
}

function vlansOf(vlans: PortEntry['vlans']): PortVlans {
  const untagged = vlans.find(({ flags }) => flags?.includes('PVID'))?.vlan
  const tagged = vlans
    .filter(({ flags }) => !flags?.includes('Egress Untagged'))
    .flatMap(({ vlan, vlanEnd = vlan }) =>
      Array.from({ length: vlanEnd - vlan + 1 }, (_, index) => vlan + index),
    )
  return { ...(untagged === undefined ? {} : { untagged }), tagged }
}
