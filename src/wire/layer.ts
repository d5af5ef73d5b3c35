import type { AhLayer } from './ah.ts'
import type { ArpLayer } from './arp.ts'
import type { CookedLayer } from './cooked.ts'
import type { Registry } from './decoded.ts'
import type { DnsLayer } from './dns.ts'
import type { EthernetLayer } from './ethernet.ts'
import type { GreLayer } from './gre.ts'
import type { GueLayer } from './gue.ts'
import type { IcmpHeader } from './icmp.ts'
import type { Icmpv6Header } from './icmpv6.ts'
import type { Ipv4Layer } from './ipv4.ts'
import type { Ipv6Layer } from './ipv6.ts'
import type { Ipv6FragmentLayer, Ipv6OptionsLayer, Ipv6RoutingLayer } from './ipv6-extensions.ts'
import type { MalformedLayer } from './region.ts'
import type { SentinelLayer } from './sentinel.ts'
import type { TcpLayer } from './tcp.ts'
import type { TcpStartLayer } from './tcp-start.ts'
import type { LayerBase } from './types.ts'
import type { UdpLayer } from './udp.ts'
import type { VlanLayer } from './vlan.ts'
import type { VrrpLayer } from './vrrp.ts'

/** One decoded header, or octets that are no header; told apart by `protocol`. */
export type Layer =
  | EthernetLayer
  | CookedLayer
  | VlanLayer
  | ArpLayer
  | Ipv4Layer
  | Ipv6Layer
  | Ipv6OptionsLayer
  | Ipv6RoutingLayer
  | Ipv6FragmentLayer
  | IcmpLayer
  | Icmpv6Layer
  | TcpLayer
  | TcpStartLayer
  | UdpLayer
  | AhLayer
  | GreLayer
  | GueLayer
  | DnsLayer
  | VrrpLayer
  | SentinelLayer
  | PayloadLayer
  | PaddingLayer
  | UnknownLayer
  | MalformedLayer

/** An error's span covers the packet that it quotes; the quoted layers tile the octets behind the header. */
export interface IcmpLayer extends IcmpHeader {
  readonly quoted?: readonly Layer[]
}

/** See {@link IcmpLayer}. */
export interface Icmpv6Layer extends Icmpv6Header {
  readonly quoted?: readonly Layer[]
}

/** An application's octets, or those of a fragment that is not the first. */
export interface PayloadLayer extends LayerBase {
  readonly protocol: 'payload'
}

/** Octets behind the end that the network layer told, as Ethernet's minimum length demands them. */
export interface PaddingLayer extends LayerBase {
  readonly protocol: 'padding'
}

/** A protocol without a decoder here. */
export interface UnknownLayer extends LayerBase {
  readonly protocol: 'unknown'
  /** Where {@link number} is registered. */
  readonly registry: Registry
  readonly number: number
}
