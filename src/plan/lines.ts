import { endpointText } from '../lab/topology/endpoint.ts'
import type { Interface, Network, Node } from '../lab/topology/types.ts'
import type { Encapsulation, RealServer, VirtualService } from '../lab/topology/virtual-service.ts'
import type { Lab } from '../lab/types.ts'

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
  const tunnels = node.tunnels.filter((tunnel) => tunnel.up)
  const devices = ['lo', ...[...node.interfaces, ...tunnels].map((device) => device.name)]
  const up = devices.map((name) => ['link', 'set', 'dev', name, 'up'])
  const add = node.addresses.map(({ cidr, interface: device, scope, deprecated }) => [
    ...['address', 'add', cidr, 'dev', device],
    ...(scope === undefined ? [] : ['scope', scope]),
    ...(deprecated ? ['preferred_lft', '0'] : []),
  ])
  return [...up, ...add]
}

export function routeLines(node: Node): Lines {
  return node.routes.map((route) => [
    'route',
    'add',
    route.to,
    ...ROUTE_KEYS.flatMap((key) => pair(key, route[key])),
  ])
}

const ROUTE_KEYS = ['via', 'dev', 'advmss', 'mtu'] as const

function pair(key: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [key, String(value)]
}

/** For `ip -batch`: packets of generic UDP encapsulation are unwrapped; see ip-fou(8). */
export function unwrapLines({ gue }: Node): Lines {
  return gue === undefined ? [] : [['fou', 'add', 'port', String(gue), 'gue']]
}

export function serviceLines(node: Node): Lines {
  return handMade(node).flatMap((service) => [
    ['-A', ...serviceWords(service), '-s', service.scheduler, ...settingWords(service)],
    ...service.servers.map((server) => ['-a', ...serviceWords(service), ...serverWords(server)]),
  ])
}

/** For ipvsadm(8): a real server gets another weight in every virtual service that has it. */
export function weightLines(services: readonly VirtualService[], server: string, weight: number): Lines {
  return services.flatMap((service) =>
    service.servers
      .filter(({ node }) => node === server)
      .map((one) => ['-e', ...serviceWords(service), ...serverWords({ ...one, weight })]),
  )
}

/** Virtual services that nobody but the plan makes. */
export const handMade = ({ ipvs }: Node): VirtualService[] => ipvs.filter(({ by }) => by === undefined)

/** Virtual services whose real servers come and go. */
export const checked = ({ ipvs }: Node): VirtualService[] => ipvs.filter(({ by }) => by !== undefined)

function serviceWords(service: VirtualService): string[] {
  if (service.protocol === 'fwmark')
    return ['-f', String(service.mark), ...(service.servers.some(isIpv6) ? ['-6'] : [])]
  return [service.protocol === 'tcp' ? '-t' : '-u', endpointText(service)]
}

const isIpv6 = ({ address }: RealServer): boolean => address.includes(':')

function settingWords({ options, persistent }: VirtualService): string[] {
  return [...(options.length > 0 ? ['-b', options.join(',')] : []), ...pair('-p', persistent)]
}

const METHOD_FLAGS = { dr: '-g', nat: '-m', tun: '-i' } as const

function serverWords(server: RealServer): string[] {
  const { address, port, method, tunnel, weight } = server
  return [
    '-r',
    endpointText({ address, port }),
    METHOD_FLAGS[method],
    ...tunnelWords(tunnel),
    '-w',
    String(weight),
  ]
}

function tunnelWords(tunnel: Encapsulation = { type: 'ipip' }): string[] {
  if (tunnel.type === 'ipip') return []
  const port = tunnel.type === 'gue' ? ['--tun-port', String(tunnel.port)] : []
  return ['--tun-type', tunnel.type, ...port, tunnel.checksum ? '--tun-csum' : '--tun-nocsum']
}

function words(text: string): string[] {
  return text.split(' ')
}
