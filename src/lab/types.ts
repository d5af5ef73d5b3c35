import type { Director } from '../keepalived/model/types.ts'
import type { FindingId } from '../keepalived/vocabulary.ts'
import type { Timeline } from './timeline/types.ts'
import type { ModeName, ServerKind, SpreadScheduler } from './vocabulary.ts'

/**
 * A Lab is what is left of a lab file once it has been read, its variables replaced, replicas counted, one
 * fault or variant applied, and every default filled in. Nothing downstream asks what a missing key means.
 */
export interface Lab {
  /** Folder name of the lab, for example `dr`. */
  readonly name: string
  readonly title: string
  /** Absolute path of lab.yaml. */
  readonly file: string
  /** Absolute path of the optional assert.ts beside it. */
  readonly assertFile?: string
  /** Seed that MAC addresses were derived from. */
  readonly seed: string
  readonly vars: Readonly<Record<string, string>>
  readonly networks: readonly Network[]
  readonly nodes: readonly Node[]
  /** In the order in which they happen. */
  readonly probes: readonly (Probe | Action)[]
  /** Begins where the first steady probe stands, or after the last one of all. */
  readonly timeline?: Timeline
  readonly expectations: readonly ExpectationSpec[]
  /** Which change was applied to get here; absent on the healthy lab. */
  readonly change?: Change
  /** All faults and variants that the file declares, applied or not. */
  readonly changes: readonly Change[]
}

export type Family = 'IPv4' | 'IPv6'

/** A layer-2 segment: a bridge in a network namespace of its own. */
export interface Network {
  readonly name: string
  /** IPv4 prefix in CIDR notation, host bits zero. */
  readonly subnet: string
  /** Name of the bridge device, and of the namespace that holds only it and its ports. */
  readonly bridge: string
}

/** A host or router: one network namespace. */
export interface Node {
  /** Name of the node and of its namespace; replicas are numbered from 1: `rs1`. */
  readonly name: string
  /** Key of the node in the lab file: `rs` for `rs1` and `rs2`; equal to `name` without replicas. */
  readonly role: string
  /** 1-based place among the replicas of its role. */
  readonly replica: number
  readonly interfaces: readonly Interface[]
  /** Every address in the order in which it is added: the order decides the primary address. */
  readonly addresses: readonly Address[]
  readonly routes: readonly Route[]
  /** Complete: every sysctl that the labs care about, without the leading `net.`, e.g. `ipv4.ip_forward`. */
  readonly sysctls: Readonly<Record<string, string>>
  readonly ipvs: readonly VirtualService[]
  readonly daemons: readonly DaemonSpec[]
  /** keepalived with its configuration, where the node runs it; its virtual services are among `ipvs`. */
  readonly keepalived?: Configured
  readonly tunnels: readonly TunnelDevice[]
  /** UDP port of packets in generic UDP encapsulation, which the kernel unwraps (ip-fou(8)). */
  readonly gue?: number
  readonly netfilter: readonly FilterTable[]
  /** Devices that are captured: interfaces first, then lo, tunl0, gre0 where the lab asks. */
  readonly captures: readonly string[]
}

/** One end of a veth pair; the other end is `port`, enslaved to the network's bridge. */
export interface Interface {
  /** Name inside the node: eth0, eth1, … unless the lab gives others. */
  readonly name: string
  readonly network: string
  /** Name of the other end inside the bridge's namespace. At most 15 characters. */
  readonly port: string
  /** Lower-case, colon-separated. */
  readonly mac: string
}

export interface Address {
  readonly interface: string
  /** CIDR, for example 10.0.0.100/32. */
  readonly cidr: string
  /** Valid on this host alone (ip-address(8)); global where it is not given. */
  readonly scope?: 'host'
}

export interface Route {
  /** CIDR or `default`. */
  readonly to: string
  readonly via?: string
  readonly dev?: string
  /** Maximum segment size that TCP announces to destinations of this route, in octets (ip-route(8)). */
  readonly advmss?: number
  /** Path MTU towards destinations of this route, in octets. */
  readonly mtu?: number
}

export type ForwardingMethod = 'dr' | 'nat' | 'tun'

/** An IPVS virtual service (ipvsadm -A) with its destinations (ipvsadm -a). */
export type VirtualService = AddressedService | MarkedService

/** Takes what is addressed to it. */
export interface AddressedService extends ServiceSettings {
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
}

/** Takes whatever netfilter has marked (ipvsadm -f): any address, port and protocol. */
export interface MarkedService extends ServiceSettings {
  readonly protocol: 'fwmark'
  readonly mark: number
}

interface ServiceSettings {
  /** Who makes it: keepalived, or ipvsadm where nothing is said. */
  readonly by?: 'keepalived'
  readonly scheduler: string
  /** Flags of the scheduler (ipvsadm -b): `mh-port`. */
  readonly options: readonly string[]
  /** Seconds that a client stays with its server after its last connection (ipvsadm -p). */
  readonly persistent?: number
  readonly servers: readonly RealServer[]
}

export interface RealServer {
  /** The node behind it, where the lab has one; a dead address has none. */
  readonly node?: string
  readonly address: string
  /** 0 in a marked service: the port of the request. */
  readonly port: number
  readonly weight: number
  readonly method: ForwardingMethod
  /** What packets are wrapped in; only for `tun`. */
  readonly tunnel?: Encapsulation
}

/** How IPVS wraps packets for a real server (ipvsadm --tun-type, --tun-port, --tun-nocsum, --tun-csum). */
export type Encapsulation =
  | { readonly type: 'ipip' }
  | { readonly type: 'gre'; readonly checksum: boolean }
  | { readonly type: 'gue'; readonly port: number; readonly checksum: boolean }

/**
 * Fallback device of a namespace: it is there once the kernel has the module, and takes tunnel packets from
 * anybody (net/ipv4/ipip.c, net/ipv4/ip_gre.c).
 */
export interface TunnelDevice {
  readonly name: 'tunl0' | 'gre0'
  readonly up: boolean
}

/** Netfilter rules of one table, as lines of iptables-restore(8): `-A POSTROUTING -j MASQUERADE`. */
export interface FilterTable {
  readonly family: 'ipv4' | 'ipv6'
  readonly table: 'raw' | 'mangle' | 'nat' | 'filter'
  readonly rules: readonly string[]
}

/** keepalived as a lab has it. */
export interface Configured {
  /** Name of its configuration among `files`. */
  readonly name: string
  /** Texts by their path in the daemon's folder: the configuration, edited where the lab says so, and what it includes. */
  readonly files: Readonly<Record<string, string>>
  readonly director: Director
  /** Findings that the lab is about. */
  readonly accept: readonly FindingId[]
  /** Where something was found that keepalived complains about as well. */
  readonly known: readonly Stretch[]
}

/** Lines of a file, counted from 1, the last included. */
export interface Stretch {
  /** By its path in the daemon's folder. */
  readonly file: string
  readonly from: number
  readonly to: number
}

/** A daemon to run in a node: which kind, with which settings. The kinds live in `plan/daemons`. */
export interface DaemonSpec {
  readonly kind: ServerKind
  readonly ports: readonly number[]
}

/** Traffic that a node sends on purpose. */
export type Probe = HttpProbe | TcpProbe | UdpProbe | PingProbe | ArpProbe

interface ProbeBase {
  /** Unique in the lab, among probes and actions. */
  readonly name: string
  /** Name of the node that sends. */
  readonly from: string
  /** Deadline of each attempt in milliseconds. */
  readonly timeoutMs: number
  /** How often, one after the other. */
  readonly times: number
  /**
   * Milliseconds from the beginning of one attempt to that of the next, however long each takes: the probe is steady,
   * and sends during the timeline.
   */
  readonly everyMs?: number
  /** Addresses to send from, where the lab names any: attempt i takes number i modulo their number. */
  readonly sources?: readonly string[]
}

/** Whether the probe goes on while those after it are sent, until the last one has ended. */
interface Background {
  readonly background?: boolean
}

/** Whether connections stay open until the last probe has ended, and are then used once more. */
interface Holding {
  readonly hold?: boolean
}

export interface HttpProbe extends ProbeBase, Holding, Background {
  readonly kind: 'http'
  readonly url: string
  readonly transfer?: Transfer
}

/** A body of a given size instead of a page: its octets are the same wherever they come from. */
export interface Transfer {
  readonly direction: 'download' | 'upload'
  readonly octets: number
  /** Octets a second that curl(1) keeps to on the average; as fast as possible where there is none. */
  readonly rate?: number
}

/** Opens a TCP connection and closes it, at once or at the end. */
export interface TcpProbe extends ProbeBase, Holding {
  readonly kind: 'tcp'
  readonly host: string
  readonly port: number
}

/** Sends one datagram and waits for one. */
export interface UdpProbe extends ProbeBase {
  readonly kind: 'udp'
  readonly host: string
  readonly port: number
}

export interface PingProbe extends ProbeBase {
  readonly kind: 'ping'
  readonly host: string
}

/** Asks for each of `hosts` from each of `sources`, by broadcast and past the kernel's neighbour table. */
export interface ArpProbe extends ProbeBase {
  readonly kind: 'arp'
  /** Interface that the questions leave by. */
  readonly device: string
  readonly hosts: readonly string[]
  readonly sources: readonly string[]
}

/** A command in a node's namespace between probes. */
export interface Action {
  readonly kind: 'run'
  readonly name: string
  /** Name of the node. */
  readonly from: string
  /** Deadline in milliseconds. */
  readonly timeoutMs: number
  /** Command and arguments; no shell reads them. */
  readonly argv: readonly string[]
}

/** What the lab's author wrote under `expect`, validated, not yet expanded into single expectations. */
export type ExpectationSpec =
  | ModeExpectation
  | SpreadExpectation
  | OutcomeExpectation
  | HopsExpectation
  | NeverExpectation
  | ArpIgnoreExpectation
  | ArpAnnounceExpectation
  | TranslatedExpectation

/** The whole set of promises of one forwarding mode, about what one director hands to some real servers. */
export interface ModeExpectation {
  readonly kind: 'mode'
  readonly mode: ModeName
  /** Family of the virtual service: IPv6 has neighbour discovery where IPv4 has ARP. */
  readonly family: Family
  /** What the ids of its promises begin with; unique in the lab. */
  readonly as: string
  /** Name of the probe that exercises the service. */
  readonly probe: string
  /** Name of the director. */
  readonly director: string
  readonly servers: readonly PromisedServer[]
  /** Names of the service's other real servers: what is handed to them is not judged. */
  readonly others: readonly string[]
  /** The director that hands this one its requests, where it is the second in a row. */
  readonly via?: string
}

/** A real server as the healthy lab has it. */
export interface PromisedServer {
  readonly node: string
  readonly port: number
  /** What packets to it are wrapped in, where it is configured for a tunnel. */
  readonly tunnel?: Encapsulation
}

/** How requests fall on the servers. */
export interface SpreadExpectation {
  readonly kind: 'spread'
  /** `spread`, or `spread/PROBE` where the lab names a probe. */
  readonly id: string
  /** Names of the probes, in the order in which they are sent. */
  readonly probes: readonly string[]
  /** Name of the director. */
  readonly director: string
  readonly service: ServiceName
  readonly over: readonly string[]
  readonly scheduler: SpreadScheduler
  /** Same order as `over`. */
  readonly weights: readonly number[]
  /** Whether clients stay with their servers, whatever the scheduler. */
  readonly persistent: boolean
}

/** What tells one virtual service of a director from another. */
export type ServiceName =
  | Pick<AddressedService, 'protocol' | 'address' | 'port'>
  | Pick<MarkedService, 'protocol' | 'mark'>

/** What a probe must end in: an answer (from one of `by`, if given), a refusal, unreachable, or silence. */
export interface OutcomeExpectation {
  readonly kind: 'outcome'
  readonly probe: string
  readonly outcome: Outcome
  readonly by?: readonly string[]
}

/** Explicit hops in the notation `srcMAC:dstMAC/srcIP:dstIP`, names and roles for addresses. */
export interface HopsExpectation {
  readonly kind: 'hops'
  readonly probe: string
  readonly request: readonly HopPattern[]
  readonly reply: readonly HopPattern[]
}

/** No frame of this shape may be seen at this capture point. */
export interface NeverExpectation {
  readonly kind: 'never'
  /** Capture point, `node:interface`. */
  readonly at: string
  readonly hop: HopPattern
}

/** A node puts another address for one end of every request of a probe, and takes it back on the replies. */
export interface TranslatedExpectation {
  readonly kind: 'translated'
  readonly probe: string
  readonly by: string
  readonly end: 'source' | 'destination'
  /** Any of these, the same for a whole exchange. */
  readonly addresses: readonly string[]
}

/** Nodes reply to the questions of a probe, or keep silent, as their arp_ignore says. */
export interface ArpIgnoreExpectation {
  readonly kind: 'arp-ignore'
  /** Name of a probe that asks by ARP. */
  readonly probe: string
  /** As the healthy lab has them. */
  readonly over: readonly Node[]
}

/** Nodes that answer probes ask for the client in the name that their arp_announce says. */
export interface ArpAnnounceExpectation {
  readonly kind: 'arp-announce'
  readonly probes: readonly string[]
  /** As the healthy lab has them. */
  readonly over: readonly Node[]
}

/**
 * `client:director/CIP:VIP` taken apart. MACs are node names, role names (any replica, the same one through a
 * whole exchange), `*` or a literal MAC; addresses are CIP, VIP, DIP, RIP, a node name, `*` or a literal.
 */
export interface HopPattern {
  readonly text: string
  readonly sourceMac: string
  readonly destinationMac: string
  readonly source: string
  readonly destination: string
}

/** `damaged`: there was an answer, but what arrived is not the body that was sent. */
export type Outcome = 'answered' | 'refused' | 'reset' | 'unreachable' | 'timeout' | 'damaged'

/** A named change to the healthy lab. */
export interface Change {
  readonly name: string
  readonly title: string
  /** A fault must fail as declared; a variant must still pass. */
  readonly kind: 'fault' | 'variant'
  /** Only for a fault: what has to fail, and why. */
  readonly declares?: FaultDeclaration
}

export interface FaultDeclaration {
  /** Ids of expectations that must fail (others may fail as well). */
  readonly fails: readonly string[]
  /** Cause that the diagnosis must name, for example `arp-ignore`. */
  readonly because: string
  /** Names of the nodes that the diagnosis must name; role names are expanded to their replicas. */
  readonly nodes: readonly string[]
}
