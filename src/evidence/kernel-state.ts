import type { RawNodeState } from '../protocol/messages.ts'
import type { DaemonState, InterfaceState, Neighbour, NodeState, RouteState } from '../verdict/types.ts'
import { birdState } from './bird.ts'
import { ipvsCounters, ipvsServices } from './ipvs.ts'
import { filterRules } from './netfilter.ts'
import { listeningPorts, receiveErrors, snmp6Counters, snmpCounters } from './proc.ts'

/** Reads what the engine brought back about a node. Throws on output that iproute2 does not write. */
export function nodeState(node: string, raw: RawNodeState): NodeState {
  const [addresses = [], routes = [], neighbours = []] = jsonArrays(raw.ip)
  const errors = receiveErrors(raw.files['net/dev'] ?? '')
  const counters = ipvsCounters(raw.files['net/ip_vs_stats_percpu'])
  return {
    node,
    interfaces: (addresses as IpAddress[]).map((nic) => interfaceState(nic, errors[nic.ifname])),
    routes: (routes as IpRoute[]).map(routeState),
    neighbours: (neighbours as IpNeighbour[]).flatMap(neighbourState),
    sysctls: sysctls(raw.files),
    counters: {
      ...snmpCounters([raw.files['net/snmp'], raw.files['net/netstat']]),
      ...snmp6Counters(raw.files['net/snmp6']),
    },
    listening: listeningPorts([raw.files['net/tcp'], raw.files['net/tcp6']]),
    daemons: Object.entries(raw.daemons).map(daemonState),
    ipvs: ipvsServices(raw.ipvs),
    netfilter: FAMILIES.flatMap((family) => filterRules(family, raw.filters[family] ?? '')),
    ...(counters === undefined ? {} : { ipvsCounters: counters }),
    ...(Object.keys(raw.bird).length === 0 ? {} : { bird: birdState(raw.bird) }),
  }
}

function daemonState([name, states]: [name: string, states: string]): DaemonState {
  const left = states.replaceAll(/[Z\s]/g, '')
  if (left === '') return { name, state: 'ended' }
  return { name, state: /^T+$/.test(left) ? 'frozen' : 'runs' }
}

const FAMILIES = ['ipv4', 'ipv6'] as const

/** `ip -j -batch` writes one array for each of its commands, each on a line. */
function jsonArrays(text: string): unknown[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown[])
}

/** The parts of `ip -j address show` that are used; see ip-address(8). */
interface IpAddress {
  readonly ifname: string
  /** `ether`, `loopback`, `ipip`, `gre`, … */
  readonly link_type: string
  readonly address?: string
  /** Device below, if it is in the same namespace: the other end of a veth pair is not. */
  readonly link?: string
  readonly flags: readonly string[]
  readonly addr_info: readonly AddressInfo[]
}

interface AddressInfo {
  readonly family: string
  readonly local: string
  readonly prefixlen: number
  readonly scope: string
  readonly dadfailed?: true
}

const cidrOf = ({ local, prefixlen }: AddressInfo): string => `${local}/${prefixlen}`

/** As they were added: of one scope, the kernel lists the last IPv6 address first (ipv6_link_dev_addr). */
function inOrder(addresses: readonly AddressInfo[]): AddressInfo[] {
  const isGlobal6 = ({ family, scope }: AddressInfo) => family === 'inet6' && scope === 'global'
  const [global6, others] = [addresses.filter(isGlobal6), addresses.filter((one) => !isGlobal6(one))]
  return [
    ...others.filter(({ family }) => family === 'inet'),
    ...global6.reverse(),
    ...others.filter(({ family }) => family !== 'inet'),
  ]
}

function interfaceState(nic: IpAddress, receiveErrors = 0): InterfaceState {
  const duplicates = nic.addr_info.filter(({ dadfailed }) => dadfailed)
  const used = nic.addr_info.filter(({ dadfailed }) => !dadfailed)
  return {
    name: nic.ifname,
    ...(hasMac(nic) ? { mac: nic.address } : {}),
    ...(hasMac(nic) && nic.link !== undefined ? { over: nic.link } : {}),
    addresses: inOrder(used).map(cidrOf),
    ...(duplicates.length > 0 && { duplicates: duplicates.map(cidrOf) }),
    up: nic.flags.includes('UP'),
    carrier: nic.flags.includes('LOWER_UP'),
    receiveErrors,
  }
}

/** What a tunnel gives for its address is an IP address, or zeros where it carries Ethernet frames (gretap0). */
function hasMac(nic: IpAddress): nic is IpAddress & { readonly address: string } {
  return nic.link_type === 'ether' && nic.address !== undefined && !/^[0:]+$/.test(nic.address)
}

/**
 * `ip -j route show table all`: `type` and `table` are left out where they are unicast and main. Only routes of IPv6
 * have a router preference (RFC 4191), which the kernel always tells (rt6_fill_node in net/ipv6/route.c).
 */
interface IpRoute {
  readonly type?: string
  readonly dst: string
  readonly gateway?: string
  readonly dev?: string
  readonly prefsrc?: string
  readonly pref?: string
  readonly table?: string
  readonly protocol?: string
}

function routeState(route: IpRoute): RouteState {
  return {
    type: route.type ?? 'unicast',
    to: route.dst === 'default' && route.pref !== undefined ? '::/0' : route.dst,
    table: route.table ?? 'main',
    ...(route.gateway === undefined ? {} : { via: route.gateway }),
    ...(route.dev === undefined ? {} : { dev: route.dev }),
    ...(route.prefsrc === undefined ? {} : { source: route.prefsrc }),
    ...(route.protocol === 'bird' ? { daemon: route.protocol } : {}),
  }
}

interface IpNeighbour {
  readonly dst: string
  readonly dev: string
  readonly lladdr?: string
  readonly state?: readonly string[]
}

function neighbourState(entry: IpNeighbour): Neighbour[] {
  const state = (entry.state?.[0] ?? 'none').toLowerCase()
  if (state === 'noarp' || state === 'permanent') return []
  const mac = entry.lladdr === undefined ? {} : { mac: entry.lladdr }
  return [{ address: entry.dst, interface: entry.dev, state, ...mac }]
}

const SYSCTL_PREFIX = 'sys/net/'

/** Back from a path to the name that sysctl(8) uses: slashes become dots, dots slashes. */
function sysctls(files: RawNodeState['files']): Record<string, string> {
  const own = Object.entries(files).filter(([path]) => path.startsWith(SYSCTL_PREFIX))
  return Object.fromEntries(
    own.map(([path, value]) => [
      path.slice(SYSCTL_PREFIX.length).replace(/[./]/g, (sign) => (sign === '.' ? '/' : '.')),
      value.trim(),
    ]),
  )
}
