import type { Outcome } from '../probes/types.ts'
import type { Family, Node } from '../topology/types.ts'
import type { Encapsulation, ServiceName } from '../topology/virtual-service.ts'
import type { ModeName, SpreadScheduler } from '../vocabulary.ts'
import type { RouteExpectation, SessionsExpectation } from './routing-types.ts'
import type { TimedExpectation } from './time-types.ts'
import type { VrrpExpectation } from './vrrp-types.ts'

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
  | DnsExpectation
  | SameBytesExpectation
  | ClientSeenExpectation
  | RouteExpectation
  | SessionsExpectation
  | TimedExpectation
  | VrrpExpectation
/** The whole set of promises of one forwarding mode, about what one director hands to some real servers. */
export interface ModeExpectation {
  readonly kind: 'mode'
  readonly mode: ModeName
  /** Family of the virtual service: IPv6 has neighbour discovery where IPv4 has ARP. */
  readonly family: Family
  readonly protocol: 'tcp' | 'udp'
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

/** What a probe must end in: an answer (from one of `by`, if given), a refusal, unreachable, or silence. */
export interface OutcomeExpectation {
  readonly kind: 'outcome'
  readonly probe: string
  readonly outcome: Outcome
  readonly by?: readonly string[]
  /** How long each attempt may take, in milliseconds. */
  readonly withinMs?: number
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

/** Every message of each lookup of a probe, in order: from its question to its answer. */
export interface DnsExpectation {
  readonly kind: 'dns'
  readonly probe: string
  readonly steps: readonly DnsStep[]
}

/** `resolver:root ? nova.mycompany.com A` taken apart. A role stands for any of its replicas, the same one all along. */
export interface DnsStep {
  readonly from: string
  readonly to: string
  /** As `messageText` of `dns/text.ts` writes it. */
  readonly message: string
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

/** A balancer passes on the octets of a probe's connections as they are, in both directions. */
export interface SameBytesExpectation {
  readonly kind: 'same-bytes'
  readonly probe: string
  /** Names of balancers of which each connection passes one. */
  readonly across: readonly string[]
}

/** Where a server finds the address of the client of a probe's requests. */
export interface ClientSeenExpectation {
  readonly kind: 'client-seen'
  readonly probe: string
  readonly in: 'source' | 'x-forwarded-for' | 'proxy-protocol' | 'nowhere'
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
  /** Where the lab asks: the VLAN that it was seen with on a trunk, and the TTL or hop limit of the packet. */
  readonly vlan?: number
  readonly ttl?: number
}
