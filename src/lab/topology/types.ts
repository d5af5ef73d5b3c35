import type { Configured } from '../keepalived/types.ts'
import type { ProgramSpec } from '../programs/types.ts'
import type { ServerKind } from '../vocabulary.ts'
import type { Certificate } from './certificate.ts'
import type { VirtualService } from './virtual-service.ts'

export type Family = 'IPv4' | 'IPv6'

/** A layer-2 segment: a bridge in a network namespace of its own, or a VLAN of one (IEEE 802.1Q). */
export interface Network {
  readonly name: string
  /** IPv4 prefix in CIDR notation, host bits zero. */
  readonly subnet: string
  /** Name of the bridge device, and of the namespace that holds only it and its ports. */
  readonly bridge: string
  /** Where several networks share the bridge, which VLAN of it this one is: 1 to 4094. */
  readonly vlan?: number
  /** Microseconds that a frame takes from one node to another; the clock's default where the lab does not say. */
  readonly delayUs?: number
}

/** A node's cables, and its ends on networks. */
export interface Ends {
  /** In the order of `on`. */
  readonly links: readonly Link[]
  /** One a link, or one a VLAN of a trunk. */
  readonly interfaces: readonly Interface[]
}

/** A host or router: one network namespace. */
export interface Node extends Ends {
  /** Name of the node and of its namespace; replicas are numbered from 1: `rs1`. */
  readonly name: string
  /** Key of the node in the lab file: `rs` for `rs1` and `rs2`; equal to `name` without replicas. */
  readonly role: string
  /** 1-based place among the replicas of its role. */
  readonly replica: number
  /** Every address in the order in which it is added: the order decides the primary address. */
  readonly addresses: readonly Address[]
  readonly routes: readonly Route[]
  /** Complete: every sysctl that the labs care about, without the leading `net.`, e.g. `ipv4.ip_forward`. */
  readonly sysctls: Readonly<Record<string, string>>
  readonly ipvs: readonly VirtualService[]
  readonly daemons: readonly DaemonSpec[]
  /** Programs with configurations that the lab brings, beside keepalived. */
  readonly programs: readonly ProgramSpec[]
  /** Addresses of name servers that its programs ask; none where they find nobody to ask. */
  readonly nameServers: readonly string[]
  /** keepalived with its configuration, where the node runs it; its virtual services are among `ipvs`. */
  readonly keepalived?: Configured
  readonly tunnels: readonly TunnelDevice[]
  /** UDP port of packets in generic UDP encapsulation, which the kernel unwraps (ip-fou(8)). */
  readonly gue?: number
  readonly netfilter: readonly FilterTable[]
  /** Signed by the lab's authority. */
  readonly certificate?: Certificate
  /** Devices that are captured: interfaces first, then lo, tunl0, gre0 where the lab asks. */
  readonly captures: readonly string[]
}

/** A cable: a veth pair from a device in the node to a port of a bridge. */
export interface Link {
  /** Name inside the node: eth0, eth1, … unless the lab gives others. */
  readonly device: string
  /** Name of the other end inside the bridge's namespace. At most 15 characters. */
  readonly port: string
  readonly bridge: string
  /** Lower-case, colon-separated. */
  readonly mac: string
  /** Of a port of a bridge with VLANs. */
  readonly vlans?: PortVlans
}

/** Which VLANs a port of a bridge belongs to; frames of all others stay outside (bridge(8), `bridge vlan`). */
export interface PortVlans {
  /** What comes without a tag belongs to this one (pvid), and leaves without a tag. */
  readonly untagged?: number
  readonly tagged: readonly number[]
}

/** A node's end on a network: a link, or a VLAN device upon one, which has the link's MAC. */
export interface Interface {
  /** `eth0`, or of a VLAN device `eth1.10`. */
  readonly name: string
  readonly network: string
  /** Device of the link by which its frames come and go; its own name but for VLAN devices. */
  readonly link: string
  /** Of a VLAN device: what its frames are tagged with on the link. */
  readonly vlan?: number
}

export interface Address {
  readonly interface: string
  /** CIDR, for example 10.0.0.100/32. */
  readonly cidr: string
  /** Valid on this host alone (ip-address(8)); global where it is not given. */
  readonly scope?: 'host'
  /** No source for what the node sends of its own accord: its preferred lifetime is over (ip-address(8)). */
  readonly deprecated?: true
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

/** A daemon to run in a node: which kind, with which settings. The kinds live in `plan/daemons`. */
export interface DaemonSpec {
  readonly kind: ServerKind
  readonly ports: readonly number[]
  /** Of http and https: what is answered at a path, a page or a status. */
  readonly pages?: Readonly<Record<string, string | number>>
  /** Of http and https: whether connections begin with the PROXY protocol. */
  readonly proxied?: true
}
