import type { Exchange, Journey } from '../journey/types.ts'
import type { Outcome } from '../lab/probes/types.ts'
import type { PortVlans } from '../lab/topology/types.ts'
import type { Encapsulation, ForwardingMethod } from '../lab/topology/virtual-service.ts'
import type { Frame } from '../wire/types.ts'

/** Everything that verdicts may be drawn from: captured frames and kernel state, never the lab's own wishes. */
export interface Evidence {
  readonly journeys: readonly Journey[]
  readonly exchanges: readonly Exchange[]
  readonly captures: readonly CaptureRecord[]
  /** Everything that was captured, in order: the frame with id n is number n - 1. Absent where only a run's words are left. */
  readonly frames?: readonly Frame[]
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  /** What the tables held before the first probe, where that was read. */
  readonly before?: Tables
  readonly probes: readonly ProbeResult[]
  /** When the first frame was captured: milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly origin: number
  /** What happened on the timeline, in order; none without one. */
  readonly happened: readonly Happened[]
  /** Addresses that watched nodes gained and lost, in order, since before the first daemon was started. */
  readonly addressChanges: readonly AddressChange[]
}

/** What the kernels know, at one time. */
export interface Tables {
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
}

/** An event of a timeline, or its beginning. */
export interface Happened {
  /** Name of the event, or `begin`. */
  readonly event: string
  /** Milliseconds since 1970-01-01 UTC by the kernel's clock, which stamps captured packets as well. */
  readonly at: number
  /** How long it took to bring it about. */
  readonly milliseconds: number
}

/** An address that a node gained or lost, by the word of its kernel. */
export interface AddressChange {
  /** Milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly at: number
  readonly node: string
  readonly interface: string
  readonly cidr: string
  readonly change: 'gained' | 'lost'
}

/** What is known about one capture, so that "never seen here" can count. */
export interface CaptureRecord {
  /** `node:interface` */
  readonly point: string
  /** The sentinel frame sent before the first probe was found in it. */
  readonly live: boolean
  /** The sentinel frame sent after the last probe was found in it. */
  readonly drained: boolean
  /** Packets dropped by the kernel; undefined when tcpdump did not say. */
  readonly dropped?: number
  readonly frames: number
}

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

export interface ProbeResult {
  readonly probe: string
  readonly from: string
  readonly attempts: readonly ProbeAttempt[]
}

export interface ProbeAttempt extends AttemptEnd {
  /** HTTP status where there is one. */
  readonly status?: number
  /** What a name server answered. */
  readonly dns?: DnsAnswer
  /** Of an answer over TLS: whether the certificate verified against the authority of the lab. */
  readonly verified?: boolean
  /** Body of the answer, cut at 4 KiB; not where it was a transfer. */
  readonly body?: string
  readonly transfer?: TransferResult
  /** How the connection ended that was held until after the last probe. */
  readonly afterwards?: AttemptEnd
  /** When it began, if its probe is steady: milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly at?: number
  /** Local port that the attempt came from, which ties it to its exchange. */
  readonly localPort?: number
}

export interface AttemptEnd {
  readonly outcome: Outcome
  readonly milliseconds: number
  /** Node that the answer named as its server (header X-Served-By; the datagram itself). */
  readonly server?: string
  /** The client's own words on failure. */
  readonly error?: string
}

export interface DnsAnswer {
  /** Response code: NOERROR, NXDOMAIN, SERVFAIL, REFUSED, … */
  readonly status: string
  /** Data of the records that were asked for, in alphabetic order: addresses, names. */
  readonly answers: readonly string[]
}

/** A body at both ends of its way. */
export interface TransferResult {
  readonly direction: 'download' | 'upload'
  readonly sent: Body
  /** Absent where nothing came. */
  readonly arrived?: Body
}

export interface Body {
  readonly octets: number
  /** Of all its octets, lower-case hexadecimal. */
  readonly sha256: string
}

export type VerdictStatus = 'pass' | 'fail' | 'inconclusive' | 'error'

export interface Verdict {
  /** Id of the expectation: `dr/arp-one-responder`. */
  readonly expectation: string
  /** The promise in one line. */
  readonly title: string
  readonly status: VerdictStatus
  readonly expected: string
  readonly observed: string
  /** Ids of the frames that decided; empty only where kernel state or a probe's result decided. */
  readonly frames: readonly number[]
  readonly diagnosis?: Diagnosis
}

/** Why an expectation failed. */
export interface Diagnosis {
  /** Stable id of the cause, matched against a fault's `because`: `arp-ignore`. */
  readonly cause: string
  /** Nodes at fault. */
  readonly nodes: readonly string[]
  /** Where packets first left the promised path, in one line; absent where they did not. */
  readonly divergence?: string
  /** One or two sentences: what is wrong, read from which evidence. */
  readonly text: string
  /** What would put it right, where that is known. */
  readonly remedy?: string
}
