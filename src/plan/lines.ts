import { type Bridge, bridgesOf, linkDevices, linksAt, vlanDevices } from '../lab/topology/bridges.ts'
import { endpointText } from '../lab/topology/endpoint.ts'
import type { Link, Node } from '../lab/topology/types.ts'
import type { Encapsulation, RealServer, VirtualService } from '../lab/topology/virtual-service.ts'
import type { Lab } from '../lab/types.ts'

/** Lines for `ip -batch` and `ipvsadm -R`, as words; see ip(8), ip-link(8), ipvsadm(8). */
type Lines = string[][]

export function namespaceLines(lab: Lab): Lines {
  const names = [...bridgesOf(lab), ...lab.nodes].map(({ name }) => name)
  return names.map((name) => ['netns', 'add', name])
}

/**
 * A bridge and its links, for the bridge's own namespace. Both ends of a pair are created where they belong: nothing is
 * moved, renamed or enslaved afterwards.
 */
export function linkLines({ nodes }: Lab, bridge: Bridge): Lines {
  const pairs = nodes.flatMap((node) =>
    node.links.filter((link) => link.bridge === bridge.name).map((link) => pairLine(node, link)),
  )
  return [bridgeLine(bridge), ...pairs]
}

/**
 * Snooping off: a bridge that asks for multicast listeners would send frames of its own. Where it looks at VLANs, a port
 * is in none that it was not given.
 */
function bridgeLine({ name, filters }: Bridge): string[] {
  const vlans = filters ? words('vlan_filtering 1 vlan_default_pvid 0') : []
  return [...words('link add name'), name, 'up', ...words('type bridge mcast_snooping 0'), ...vlans]
}

function pairLine(node: Node, { device, port, bridge, mac }: Link): string[] {
  const peer = ['peer', 'name', device, 'netns', node.name, 'address', mac]
  return [...words('link add name'), port, 'master', bridge, 'up', 'type', 'veth', ...peer]
}

/** For bridge(8): the VLANs of each port of a bridge. */
export function portLines(lab: Lab, { name }: Bridge): Lines {
  return linksAt(lab, name).flatMap(({ port, vlans }) => {
    const add = (vlan: number, ...how: string[]) => ['vlan', 'add', 'dev', port, 'vid', `${vlan}`, ...how]
    const untagged = vlans?.untagged === undefined ? [] : [add(vlans.untagged, 'pvid', 'untagged')]
    return [...untagged, ...(vlans?.tagged ?? []).map((vlan) => add(vlan))]
  })
}

/** For `ip -batch` in a node: devices upon its trunks. */
export function vlanLines({ interfaces }: Node): Lines {
  return vlanDevices(interfaces).map(({ name, link, vlan }) => [
    ...['link', 'add', 'link', link, 'name', name],
    ...['type', 'vlan', 'id', `${vlan}`],
  ])
}

/** Links first: a connected route appears only on an interface that is up. */
export function addressLines(node: Node): Lines {
  const tunnels = node.tunnels.filter((tunnel) => tunnel.up)
  const devices = ['lo', ...linkDevices(node), ...tunnels.map(({ name }) => name)]
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
