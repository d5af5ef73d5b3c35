import type { DnsMessage } from '../dns/types.ts'

/** How a frame relates to the interface that it was captured on. */
export type Direction = 'out' | 'in' | 'flooded' | 'unknown'

/** One frame of a hop at one capture point. */
export interface Sighting {
  /** Frame id, see `wire` Frame. */
  readonly frame: number
  /** Capture point, `node:interface`. */
  readonly point: string
  /** Nanoseconds since the first frame of the merged capture. */
  readonly time: number
  readonly direction: Direction
}

/** Which header field changed on the way from the hop before, and from what to what. */
export interface FieldChange {
  readonly field:
    | 'source-mac'
    | 'destination-mac'
    | 'source'
    | 'destination'
    | 'source-port'
    | 'destination-port'
    | 'ttl'
    | 'vlan'
    | 'encapsulation'
    | 'outer-ttl'
    | 'fragments'
  readonly from: string
  readonly to: string
}

/** An outer header around the packet, outermost first. */
export interface Encapsulation {
  readonly protocol: 'ipip' | 'gre' | 'gue'
  readonly source: string
  readonly destination: string
  readonly ttl: number
  /** Octets that it adds to the packet: the outer IP header and all between it and the next. */
  readonly octets: number
  /** Whether routers may not fragment it; IPv6 routers never do. */
  readonly dontFragment: boolean
  /** Of GUE, whose source port is a hash of the packet inside (udp_flow_src_port). */
  readonly sourcePort?: number
  readonly destinationPort?: number
  /** Of GRE and GUE: whether the header has a checksum of what it carries. */
  readonly checksum?: boolean
}

/**
 * One transmission of the packet on one layer-2 segment: same MACs, same IP header, however many capture
 * points of that segment saw it.
 */
export interface Hop {
  /** Both empty on a device without Ethernet addresses (tunl0), all zeros on lo. */
  readonly sourceMac: string
  readonly destinationMac: string
  readonly vlan?: number
  /** Innermost network addresses (sender and target protocol address for ARP); empty where there are none. */
  readonly source: string
  readonly destination: string
  readonly sourcePort?: number
  readonly destinationPort?: number
  /** Innermost TTL or hop limit; absent without IP. */
  readonly ttl?: number
  readonly encapsulation: readonly Encapsulation[]
  /** Frames that the packet came in, where it was cut into fragments. */
  readonly fragments?: number
  readonly sightings: readonly Sighting[]
  /** Against the hop before; empty on the first. */
  readonly changes: readonly FieldChange[]
}

/**
 * What became of the packet as far as packets can tell: it reached the node that owns the last hop's
 * destination MAC; it was last seen leaving and nobody received it; it went round, passing a segment again with
 * nothing changed but its TTL; it was for everybody; or its destination was not captured.
 */
export type Disposition = 'received' | 'lost' | 'looped' | 'broadcast' | 'unknown'

/**
 * What a packet of ARP (RFC 826, RFC 5227) or neighbour discovery (RFC 4861, RFC 4862) does: it asks who has an
 * address, answers that, announces an address unasked, or asks whether anybody has an address before taking it.
 */
export type NeighbourKind = 'request' | 'reply' | 'gratuitous' | 'probe'

export interface NeighbourMessage {
  readonly kind: NeighbourKind
  /** Address that is asked for, or claimed. */
  readonly target: string
  /** Address in whose name it is said: who is to be told. Unspecified in a probe. */
  readonly sender: string
}

/** One packet across all the places where it was seen. */
export interface Journey {
  /** Counted from 1 in order of first sighting. */
  readonly id: number
  /** `nd` is a neighbour solicitation or advertisement; the rest of ICMPv6 is `icmp`. */
  readonly kind: 'arp' | 'nd' | 'tcp' | 'udp' | 'icmp' | 'other'
  /**
   * Short text in the field's words: `SYN`, `SYN-ACK`, `ACK 126 B`, `who-has 10.0.0.100 tell 10.0.0.2`; a TCP
   * segment that was sent again says so: `SYN, again`.
   */
  readonly summary: string
  /** TCP flags as tcpdump writes them: S, S., ., P., F., R. */
  readonly flags?: string
  /** TCP sequence number (absolute). */
  readonly sequence?: number
  /** TCP acknowledgement number (absolute). */
  readonly acknowledgement?: number
  /** Octets above the transport header. */
  readonly payloadLength: number
  /** Of ARP and neighbour discovery. */
  readonly neighbour?: NeighbourMessage
  readonly icmp?: IcmpFacts
  readonly vrrp?: VrrpFacts
  readonly dns?: DnsMessage
  readonly hops: readonly Hop[]
  readonly disposition: Disposition
  /** Id of the exchange it belongs to, if any. */
  readonly exchange?: number
}

/** What a VRRP advertisement says (RFC 3768, RFC 5798). */
export interface VrrpFacts {
  readonly version: number
  readonly routerId: number
  /** 0: the master resigns. 255: it owns the addresses. */
  readonly priority: number
  /** Milliseconds between advertisements. */
  readonly interval: number
  readonly addresses: readonly string[]
  /** Of the message, with the pseudo header in version 3; `unverified` where parts of it are missing. */
  readonly checksum: 'good' | 'bad' | 'unverified'
  /** Version 2 only: 0 none, 1 simple password, 2 IP authentication header. */
  readonly authentication?: number
  /** Version 2 only: stands for the password, which is not told; two are alike where these are. */
  readonly secret?: string
}

export interface IcmpFacts {
  readonly type: number
  readonly code: number
  /** Of an error: the flow that the quoted packet belongs to, through all tunnels (see flow.ts). */
  readonly about?: string
  /** Of an error: id of the journey of the packet that it complains about, where that was captured. */
  readonly cause?: number
}

/** Forwarding modes that can be told from packets alone. */
export type InferredMode =
  | 'dr'
  | 'nat'
  | 'fullnat'
  | 'tun-ipip'
  | 'tun-gre'
  | 'tun-gue'
  | 'local'
  | 'proxy'
  | 'none'

/** What one node on a request's way decided. */
export interface Tier {
  readonly mode: Exclude<InferredMode, 'local' | 'proxy' | 'none'>
  readonly director: string
  /** The next director, or, of the last, the node that received the request in the end. */
  readonly server?: string
}

/** One conversation: every journey of one connection in both directions, through every rewrite. */
export interface Exchange {
  readonly id: number
  readonly protocol: 'tcp' | 'udp' | 'icmp'
  /** As the initiator sees it. For pings both ports are the echo identifier. */
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
  /** Journey ids from the initiator, in order of first sighting. */
  readonly requests: readonly number[]
  /** Journey ids towards the initiator. */
  readonly replies: readonly number[]
  /** ICMP errors about packets of this exchange. */
  readonly errors: readonly number[]
  /** Every balancer that shows itself on the way, in order. */
  readonly tiers: readonly Tier[]
  /** What the packets show that the first balancer did. */
  readonly mode: InferredMode
  /** Node that decided where the request went, where packets show one. */
  readonly director?: string
  /** Node that received the request in the end and answered, or was last to receive it. */
  readonly server?: string
  /** For a proxy: the exchange that it opened elsewhere to serve this one. */
  readonly upstream?: number
}

/** Who owns a MAC: `client:eth0`. Read from the kernel, never from the lab file. */
export interface MacOwner {
  readonly mac: string
  readonly node: string
  readonly interface: string
}

/** MAC address → node (`client`), IP address → role (`CIP`, `VIP`, `DIP`, `RIP1`). */
export interface Names {
  readonly macs: Readonly<Record<string, string>>
  readonly addresses: Readonly<Record<string, string>>
}
