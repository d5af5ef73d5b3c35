import { examineArp } from '../keepalived/arp.ts'
import { examinePairs } from '../keepalived/pairs.ts'
import { configurationTexts } from '../keepalived/texts.ts'
import type { Findings } from '../text/findings.ts'
import type { Tree } from '../text/tree.ts'
import { allotAddresses } from './allot.ts'
import { resolveLinks } from './cables.ts'
import { countOut } from './count.ts'
import type { Host, Member } from './host.ts'
import { Inventory } from './inventory.ts'
import { type Cidr, type Ip, parseAddress } from './ip.ts'
import { macAllotter } from './macs.ts'
import { type NetworkSpec, resolveNetworks, type Segment, toNetwork } from './networks.ts'
import { type NodeSpec, resolveNode } from './node.ts'
import { warnOfPrivateNetwork } from './private.ts'
import { resolveTunnels } from './tunnels.ts'
import type { Network, Node } from './types.ts'

export interface TopologySpec {
  readonly networks: Readonly<Record<string, NetworkSpec>>
  readonly nodes: Readonly<Record<string, NodeSpec>>
}

export interface Topology {
  readonly networks: readonly Network[]
  readonly nodes: readonly Node[]
  readonly inventory: Inventory
}

/**
 * Networks and nodes with everything filled in.
 *
 * @param patched names of replicas that stand in `nodes` beside their role
 * @param mentioned addresses that must not be given out
 */
export function resolveTopology(
  spec: TopologySpec,
  patched: ReadonlySet<string>,
  mentioned: ReadonlySet<Ip>,
  seed: string,
  findings: Findings,
): Topology {
  const segments = resolveNetworks(spec.networks, findings)
  for (const segment of segments) warnOfPrivateNetwork(segment, findings)
  const members = countOut(spec.nodes, patched, takenNames(spec.networks, segments), findings)
  const hosts = connect(members, spec.nodes, segments, mentioned, seed, findings)
  for (const { name } of segments) warnOfEmpty(name, hosts, findings)
  const inventory = new Inventory(segments, hosts, findings)
  const nodes = hosts.flatMap((host) => {
    const written = spec.nodes[String(host.path[1])]
    return written ? [resolveNode(written, host, inventory, findings)] : []
  })
  examinePairs(nodes, findings)
  examineArp(nodes, findings)
  return { networks: segments.map(toNetwork), nodes, inventory }
}

function takenNames(networks: TopologySpec['networks'], segments: readonly Segment[]) {
  const switches = segments.flatMap(({ bridge, vlan }) => (vlan === undefined ? [] : [bridge]))
  return new Map([
    ...switches.map((name) => [name, 'switch'] as const),
    ...Object.keys(networks).map((name) => [name, 'network'] as const),
  ])
}

function warnOfEmpty(network: string, hosts: readonly Host[], findings: Findings): void {
  const used = hosts.some((host) => host.interfaces.some((link) => link.network === network))
  if (!used) findings.warn(['networks', network], `no node is on network "${network}"`, { part: 'key' })
}

function connect(
  members: readonly Member[],
  specs: TopologySpec['nodes'],
  segments: readonly Segment[],
  mentioned: ReadonlySet<Ip>,
  seed: string,
  findings: Findings,
): Host[] {
  const mac = macAllotter(seed)
  const allotted = allotAddresses(members, segments, mentioned, findings)
  return members.map((member) => {
    const spec = specs[String(member.path[1])]
    const ends = resolveLinks(member, spec ?? {}, segments, mac, findings)
    const addresses = allotted.get(member.name) ?? []
    const own = ends.interfaces.map(({ name }, index) => [name, addresses[index]] as const)
    const tunnels = resolveTunnels(spec?.tunnels)
    return {
      ...member,
      ...ends,
      tunnels,
      own: new Map(own.filter((pair): pair is [string, Cidr] => !!pair[1])),
    }
  })
}

/** Every address written anywhere in a lab, faults included, so that a change never moves another node. */
export function mentionedAddresses(tree: Tree, found = new Set<Ip>()): Set<Ip> {
  if (tree.kind === 'list') for (const item of tree.items) mentionedAddresses(item, found)
  if (tree.kind === 'scalar') collect(`${tree.value}`, found)
  if (tree.kind !== 'map') return found
  for (const [key, { value }] of tree.entries) {
    collect(key, found)
    if (key === 'keepalived') for (const text of configurationTexts(value)) collect(text, found)
    if (key !== 'title') mentionedAddresses(value, found)
  }
  return found
}

function collect(text: string, found: Set<Ip>): void {
  for (const [literal] of text.matchAll(/\d+\.\d+\.\d+\.\d+|[\da-f:]*::?[\da-f:]*/gi)) {
    const address = parseAddress(literal)
    if (address !== undefined) found.add(address)
  }
}
