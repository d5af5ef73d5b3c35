import type { VrrpInstance } from '../../keepalived/index.ts'
import { delayText } from '../../lab/topology/delay.ts'
import type { Interface, Link, Network, Node } from '../../lab/topology/types.ts'
import type { VirtualService } from '../../lab/topology/virtual-service.ts'
import type { Lab } from '../../lab/types.ts'

/** What is worth knowing about a network besides its name: `10.0.0.0/24`, `VLAN 10 of tor1`, `delay 20 ms`. */
export const factsOf = ({ subnet, vlan, bridge, delayUs = 0 }: Network): string[] => [
  subnet,
  ...(vlan === undefined ? [] : [`VLAN ${vlan} of ${bridge}`]),
  ...(delayUs > 0 ? [`delay ${delayText(delayUs)}`] : []),
]

/** The same of all networks, one kind of fact a row. */
export function networkFacts({ networks }: Lab): string[][] {
  const facts = networks.map(factsOf)
  const rows = Math.max(...facts.map(({ length }) => length))
  return Array.from({ length: rows }, (_, row) => facts.map((one) => one[row] ?? ''))
}

/** What is worth knowing about a node besides where it is connected, one fact a line, shortest words. */
export function nodeFacts(node: Node): string[] {
  const devices = [
    ...new Set([...node.interfaces.map(({ name }) => name), ...node.addresses.map((a) => a.interface)]),
  ]
  return [
    ...devices.map((device) => `${device} ${addressesOf(node, device).join(', ')}`.trimEnd()),
    ...node.links.flatMap(portFact),
    ...node.ipvs.map(serviceFact),
    ...node.daemons.map(({ kind, ports }) => `${kind} on port ${ports.join(', ')}`),
    ...node.programs.map(({ program }) => program),
    ...(node.keepalived?.director.instances ?? []).map(instanceFact),
  ]
}

/** `eth1 is a trunk of tor1: VLAN 10, 20`; of an access port, its network says it. */
function portFact({ device, bridge, vlans }: Link): string[] {
  if (vlans === undefined || vlans.untagged !== undefined) return []
  return [`${device} is a trunk of ${bridge}: VLAN ${vlans.tagged.join(', ') || 'none'}`]
}

/** `VRRP 51 on eth0, priority 100: 10.0.0.100` */
const instanceFact = ({ routerId, interface: device, priority, addresses }: VrrpInstance): string =>
  `VRRP ${routerId} on ${device}, priority ${priority}: ${addresses.map(({ address }) => address).join(', ')}`

const addressesOf = (node: Node, device: string): string[] =>
  node.addresses.filter((address) => address.interface === device).map(({ cidr }) => cidr)

/** `tcp 10.0.0.100:80 rr to rs1, rs2 (dr)` */
function serviceFact(service: VirtualService): string {
  const { scheduler, servers } = service
  const to = servers.map((server) => server.node ?? server.address)
  const methods = [...new Set(servers.map(({ method }) => method))]
  const targets = servers.length > 0 ? `to ${to.join(', ')} (${methods.join(', ')})` : 'to nobody'
  return `${serviceName(service)} ${scheduler} ${targets}`
}

function serviceName(service: VirtualService): string {
  if (service.protocol === 'fwmark') return `fwmark ${service.mark}`
  return `${service.protocol} ${service.address}:${service.port}`
}

/** Place of each of the node's interfaces among the lab's networks, left to right. */
export const networkPlaces = (lab: Lab, interfaces: readonly Interface[]): number[] =>
  interfaces
    .map(({ network }) => lab.networks.findIndex(({ name }) => name === network))
    .sort((a, b) => a - b)
