import type { PortVlans } from '../lab/topology/types.ts'
import type { Encapsulation, ForwardingMethod } from '../lab/topology/virtual-service.ts'

/** Kernel state of a node after the probes. */
export interface NodeState {
  readonly node: string
  readonly interfaces: readonly InterfaceState[]
  readonly neighbours: readonly Neighbour[]
  readonly routes: readonly RouteState[]
  /** By the name that sysctl uses without the leading `net.`: `ipv4.conf.all.arp_ignore`. */
  readonly sysctls: Readonly<Record<string, string>>
  /** Counters of /proc/net/snmp, snmp6 and netstat: `Ip.InAddrErrors`, `TcpExt.IPReversePathFilter`. */
  readonly counters: Readonly<Record<string, number>>
  readonly ipvs: readonly IpvsService[]
  /** Netfilter rules with how often each matched, where the lab gave the node any. */
  readonly netfilter: readonly FilterRule[]
  /** Totals of the node's IPVS, from /proc/net/ip_vs_stats_percpu; absent without IPVS. */
  readonly ipvsCounters?: IpvsCounters
  readonly daemons: readonly DaemonState[]
  /** TCP ports that listen, from /proc/net/tcp and tcp6. */
  readonly listening: readonly number[]
  /** Of a router with bird, what that says of itself. */
  readonly bird?: BirdState
}

/** A routing daemon after the probes, by its own account. Empty where it did not answer. */
export interface BirdState {
  readonly sessions: readonly BgpSession[]
  readonly routes: readonly DaemonRoute[]
  /** Its very words: answers to `show protocols all` and `show route all`. */
  readonly text: { readonly protocols: string; readonly routes: string }
}

/** One `protocol bgp` of bird. */
export interface BgpSession {
  /** As the configuration calls it. */
  readonly name: string
  /** `Established`, `Active`, `Connect`, `OpenSent`, `Idle`, … (RFC 4271, section 8.2.2), or `Down`. */
  readonly state: string
  readonly neighbour: string
  readonly neighbourAs?: number
  /** Why it is not established, or was not the last time: `Hold timer expired`. */
  readonly lastError?: string
}

/** A route in bird's table, taken for the kernel's or not. */
export interface DaemonRoute {
  readonly to: string
  /** `unicast`, `unreachable`, `blackhole`, … */
  readonly type: string
  /** The protocol that brought it: name of a session, or of a static or direct one. */
  readonly protocol: string
  readonly source: 'bgp' | 'static' | 'direct' | 'other'
  /** Whether it is the one that is used. */
  readonly best: boolean
  /** Next hop and device to which it leads. */
  readonly via?: string
  readonly dev?: string
  /** Of BGP: the next hop that the neighbour has told. */
  readonly nextHop?: string
}

/** A daemon after the probes. */
export interface DaemonState {
  /** Name in the plan: `lb1-keepalived`. */
  readonly name: string
  /** `frozen` when all its processes are stopped (state T of proc(5)). */
  readonly state: 'runs' | 'frozen' | 'ended'
}

/** One rule or policy of netfilter, and what it matched since the node was built (iptables-save -c). */
export interface FilterRule {
  readonly family: 'ipv4' | 'ipv6'
  readonly table: string
  readonly chain: string
  /** The rule as iptables lists it, `-A FORWARD … -j DROP`, or a chain's policy, `-P FORWARD DROP`. */
  readonly rule: string
  readonly packets: number
  readonly bytes: number
}

/** Read per CPU, hence up to date; the counters that `ipvsadm --stats` shows lag by up to 2 s (ip_vs_est.c). */
export interface IpvsCounters {
  readonly connections: number
  readonly inPackets: number
  readonly outPackets: number
  /** Octets of IP packets, without the Ethernet header. */
  readonly inBytes: number
  readonly outBytes: number
}

export interface InterfaceState {
  readonly name: string
  /** Absent where a device has none of its own: lo, and the fallback devices of tunnels. */
  readonly mac?: string
  /** CIDR, primary first; of IPv6, in the order in which they were added. */
  readonly addresses: readonly string[]
  /** CIDR of those that the kernel does not use, having found that somebody else does (dadfailed); absent if none. */
  readonly duplicates?: readonly string[]
  /** Device that it stands on: of a VLAN, or of the virtual MAC of VRRP (macvlan). */
  readonly over?: string
  readonly up: boolean
  /** Whether somebody is at the other end, and up. */
  readonly carrier: boolean
  /** Packets that came in and were dropped as faulty (/proc/net/dev). */
  readonly receiveErrors: number
}

export interface Neighbour {
  readonly address: string
  readonly interface: string
  readonly mac?: string
  /** NUD state as ip-neighbour(8) names it, lower case: reachable, stale, failed, … */
  readonly state: string
}

export interface RouteState {
  /** Routing daemon that put it there: `bird` (rtm_protocol). */
  readonly daemon?: string
  /** unicast, local, broadcast, … */
  readonly type: string
  /** CIDR, address, or default, which is that of IPv4. */
  readonly to: string
  readonly via?: string
  readonly dev?: string
  readonly source?: string
  /** Table name or number: main, local, … */
  readonly table: string
}

/** A virtual service as the kernel lists it (`ipvsadm -Sn`). */
export type IpvsService = (ServiceAddress | ServiceMark) & {
  readonly scheduler: string
  /** Seconds that clients stay with their servers; absent where they do not. */
  readonly persistent?: number
  readonly servers: readonly IpvsServer[]
}

interface ServiceAddress {
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
}

/** A service that takes what netfilter has marked. */
interface ServiceMark {
  readonly protocol: 'fwmark'
  readonly mark: number
}

export interface IpvsServer {
  readonly address: string
  readonly port: number
  readonly method: ForwardingMethod
  readonly weight: number
  /** What packets are wrapped in; only for `tun`. */
  readonly tunnel?: Encapsulation
}

/** A network in the tables of its bridge. */
export interface NetworkState {
  readonly network: string
  /** Of a network that is a VLAN of a switch: which, and the name of the switch. */
  readonly vlan?: number
  readonly bridge?: string
  /** Forwarding database: `bridge fdb show`, learned entries of this VLAN only. */
  readonly fdb: readonly { readonly mac: string; readonly port: string }[]
  /** Which link sits behind each port: port name → `node:interface`. */
  readonly ports: Readonly<Record<string, string>>
  /** VLANs of every port of a switch, by port name (`bridge vlan show`). */
  readonly portVlans?: Readonly<Record<string, PortVlans>>
}
