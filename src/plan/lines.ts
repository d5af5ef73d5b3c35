import type { Interface, Lab, Network, Node, RealServer, VirtualService } from '../lab/types.ts'

/** Lines for `ip -batch` and `ipvsadm -R`, as words; see ip(8), ip-link(8), ipvsadm(8). */
type Lines = string[][]

export function namespaceLines(lab: Lab): Lines {
  const names = [...lab.networks.map((network) => network.bridge), ...lab.nodes.map((node) => node.name)]
  return names.map((name) => ['netns', 'add', name])
}

/**
 * A network's bridge and its links, for the bridge's own namespace. Both ends of a pair are created where they
 * belong: nothing is moved, renamed or enslaved afterwards.
 */
export function linkLines(lab: Lab, { name, bridge }: Network): Lines {
  const pairs = lab.nodes.flatMap((node) =>
    node.interfaces.filter((nic) => nic.network === name).map((nic) => pairLine(node, nic, bridge)),
  )
  return [bridgeLine(bridge), ...pairs]
}

/** Snooping off: a bridge that asks for multicast listeners would send frames of its own. */
function bridgeLine(name: string): string[] {
  return [...words('link add name'), name, 'up', ...words('type bridge mcast_snooping 0')]
}

function pairLine(node: Node, nic: Interface, bridge: string): string[] {
  const peer = ['peer', 'name', nic.name, 'netns', node.name, 'address', nic.mac]
  return [...words('link add name'), nic.port, 'master', bridge, 'up', 'type', 'veth', ...peer]
}

/** Links first: a connected route appears only on an interface that is up. */
export function addressLines(node: Node): Lines {
  const up = ['lo', ...node.interfaces.map((nic) => nic.name)].map((name) => ['link', 'set', name, 'up'])
  const add = node.addresses.map((address) => ['address', 'add', address.cidr, 'dev', address.interface])
  return [...up, ...add]
}

export function routeLines(node: Node): Lines {
  return node.routes.map((route) => [
    ...['route', 'add', route.to],
    ...(route.via === undefined ? [] : ['via', route.via]),
    ...(route.dev === undefined ? [] : ['dev', route.dev]),
  ])
}

export function serviceLines(node: Node): Lines {
  return node.ipvs.flatMap((service) => [
    ['-A', ...serviceWords(service), '-s', service.scheduler],
    ...service.servers.map((server) => ['-a', ...serviceWords(service), ...serverWords(server)]),
  ])
}

function serviceWords(service: VirtualService): string[] {
  return [service.protocol === 'tcp' ? '-t' : '-u', `${service.address}:${service.port}`]
}

const METHOD_FLAGS = { dr: '-g', nat: '-m', tun: '-i' } as const

function serverWords(server: RealServer): string[] {
  return ['-r', `${server.address}:${server.port}`, METHOD_FLAGS[server.method], '-w', String(server.weight)]
}

function words(text: string): string[] {
  return text.split(' ')
}
