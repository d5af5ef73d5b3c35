import * as ah from '../wire/ah.ts'
import * as arp from '../wire/arp.ts'
import * as cooked from '../wire/cooked.ts'
import * as ethernet from '../wire/ethernet.ts'
import * as icmp from '../wire/icmp.ts'
import * as ipv4 from '../wire/ipv4.ts'
import * as ipv6 from '../wire/ipv6.ts'
import * as extensions from '../wire/ipv6-extensions.ts'
import {
  ETHER_ARP,
  ETHER_IPV4,
  ETHER_IPV6,
  IP_AH,
  IP_FRAGMENT,
  IP_ICMP,
  IP_ICMPV6,
  IP_TCP,
  IP_UDP,
  LINK_COOKED,
  LINK_RAW_IP,
} from '../wire/numbers.ts'
import * as tcp from '../wire/tcp.ts'
import * as udp from '../wire/udp.ts'
import * as vlan from '../wire/vlan.ts'
import { insideTunnel, NO_TUNNEL } from './tunnel.ts'

/** What the innermost packet is. IP packets that are none of the others are {@link IP}; no packet is {@link NONE}. */
export const NONE = 0
export const ARP = 1
export const IP = 2
export const TCP = 3
export const UDP = 4
export const ICMP = 5
export const ICMP6 = 6

/** Tunnels inside of tunnels that are opened; what is deeper stays closed. */
const MAXIMUM_DEPTH = 4
const ABSENT = -1

/**
 * Where the headers of one frame stand: link, tunnels around the packet, and the innermost packet. One object
 * is filled again and again, so that a capture of any size costs no memory. Offsets count from the first octet
 * of the buffer.
 */
export class Layout {
  /** The Ethernet header, or -1 where there is none that means anything (tun devices). */
  link = ABSENT
  /** The outermost VLAN tag, or -1. */
  tag = ABSENT
  /** Outer IP headers, outermost first; the first {@link depth} are of this frame. */
  readonly outer = new Int32Array(MAXIMUM_DEPTH)
  depth = 0
  /** Behind all tags; 0 where there is no Ethernet header. */
  etherType = 0
  kind: number = NONE
  /** 4 or 6 where the innermost packet is IP, otherwise 0. */
  family = 0
  /** The innermost ARP or IP header; the link's payload where there is neither. */
  network = 0
  /** Internet protocol number of the innermost packet. */
  protocol = 0
  /** The header above the innermost IP header; a fragment's octets where it has none. */
  transport = 0
  /** What the transport carries. */
  payload = 0
  /** Behind the innermost packet's last captured octet: Ethernet padding is not part of it. */
  end = 0
  /** Octets above the transport header as the headers tell, captured or not; of a fragment, its own. */
  payloadLength = 0
  /** The IP header whose packet this is a fragment of, or -1: the last in which one says so. */
  fragmented = ABSENT
  /** Where the fragment's octets belong in that packet; above 0 there is nothing else to read in it. */
  fragmentOffset = 0
  /** Identification that all fragments of that packet share. */
  fragmentId = 0
  /** Whether the packet goes on behind this fragment. */
  moreFragments = false

  /** Reads the frame in `bytes` from `start` up to `end`. Nonsense becomes {@link NONE}, never an exception. */
  read(bytes: Uint8Array, start: number, end: number, linkType: number): void {
    this.link = this.tag = this.fragmented = ABSENT
    this.depth = this.etherType = this.family = this.protocol = 0
    this.fragmentOffset = this.fragmentId = 0
    this.moreFragments = false
    this.plain(start, end)
    if (linkType === LINK_RAW_IP) this.readIp(bytes, start, end)
    else if (linkType === LINK_COOKED) this.readCooked(bytes, start, end)
    else if (ethernet.hasHeader(bytes, start, end)) this.readEthernet(bytes, start, end)
  }

  private readEthernet(bytes: Uint8Array, start: number, end: number): void {
    this.link = start
    let type = ethernet.etherType(bytes, start)
    let at = start + ethernet.LENGTH
    for (; vlan.isTag(type) && vlan.hasHeader(bytes, at, end); at += vlan.LENGTH) {
      if (this.tag === ABSENT) this.tag = at
      type = vlan.etherType(bytes, at)
    }
    this.etherType = type
    this.plain(at, end)
    if (type === ETHER_IPV4 || type === ETHER_IPV6) this.readIp(bytes, at, end)
    else if (type === ETHER_ARP && arp.hasHeader(bytes, at, end)) this.kind = ARP
  }

  /** The addresses in a cooked header say nothing of a link: they are those of the tunnel. */
  private readCooked(bytes: Uint8Array, start: number, end: number): void {
    if (!cooked.hasHeader(bytes, start, end)) return
    const at = start + cooked.LENGTH
    const type = cooked.protocol(bytes, start)
    this.plain(at, end)
    if (type === ETHER_IPV4 || type === ETHER_IPV6) this.readIp(bytes, at, end)
  }

  /** Octets that no header explains. */
  private plain(start: number, end: number): void {
    this.kind = NONE
    this.network = this.transport = this.payload = start
    this.end = end
    this.payloadLength = end - start
  }

  private readIp(bytes: Uint8Array, at: number, end: number): void {
    if (ipv4.hasHeader(bytes, at, end)) this.readIpv4(bytes, at, end)
    else if (ipv6.hasHeader(bytes, at, end)) this.readIpv6(bytes, at, end)
  }

  private readIpv4(bytes: Uint8Array, at: number, end: number): void {
    const header = ipv4.headerLength(bytes, at)
    // A total length of 0 is what segmentation offload leaves in a capture: the frame's end is the packet's.
    const total = ipv4.totalLength(bytes, at) || end - at
    this.family = 4
    this.network = at
    this.protocol = ipv4.protocol(bytes, at)
    this.span(at + header, total - header, end)
    if (ipv4.isFragment(bytes, at)) {
      this.fragment(at, ipv4.identification(bytes, at), ipv4.fragmentOffset(bytes, at))
      this.moreFragments = ipv4.moreFragments(bytes, at)
    }
    if (this.fragmentOffset === 0) this.readTransport(bytes)
  }

  private fragment(at: number, id: number, offset: number): void {
    this.fragmented = at
    this.fragmentId = id
    this.fragmentOffset = offset
  }

  private readIpv6(bytes: Uint8Array, at: number, end: number): void {
    this.family = 6
    this.network = at
    this.protocol = ipv6.nextHeader(bytes, at)
    this.span(at + ipv6.LENGTH, ipv6.payloadLength(bytes, at), end)
    while (extensions.isExtension(this.protocol)) {
      if (!this.skipExtension(bytes, this.transport)) return
    }
    this.readTransport(bytes)
  }

  /** False where nothing that could be read follows: behind a cut header, and in all fragments but the first. */
  private skipExtension(bytes: Uint8Array, at: number): boolean {
    if (!extensions.hasHeader(bytes, at, this.end, this.protocol)) return false
    if (this.protocol === IP_FRAGMENT) {
      this.fragment(this.network, extensions.identification(bytes, at), extensions.fragmentOffset(bytes, at))
      this.moreFragments = extensions.moreFragments(bytes, at)
    }
    const length = extensions.headerLength(bytes, at, this.protocol)
    this.protocol = extensions.nextHeader(bytes, at)
    this.span(at + length, this.payloadLength - length, this.end)
    return this.fragmentOffset === 0
  }

  private span(start: number, length: number, end: number): void {
    this.kind = IP
    this.transport = this.payload = start
    this.payloadLength = Math.max(0, length)
    this.end = Math.min(end, start + this.payloadLength)
  }

  private readTransport(bytes: Uint8Array): void {
    if (this.protocol === IP_AH) this.skipAuthentication(bytes, this.transport)
    // Most packets are TCP: they need not be asked whether they are a tunnel.
    const isTcp = this.protocol === IP_TCP
    const inner = isTcp ? NO_TUNNEL : insideTunnel(bytes, this.protocol, this.transport, this.end)
    if (inner === NO_TUNNEL || this.depth === MAXIMUM_DEPTH) {
      this.readPorts(bytes)
    } else {
      this.outer[this.depth++] = this.network
      this.readIp(bytes, inner, this.end)
    }
  }

  private skipAuthentication(bytes: Uint8Array, at: number): void {
    if (!ah.hasHeader(bytes, at, this.end)) return
    const length = ah.headerLength(bytes, at)
    this.protocol = ah.nextHeader(bytes, at)
    this.span(at + length, this.payloadLength - length, this.end)
  }

  private readPorts(bytes: Uint8Array): void {
    const { transport, end, protocol } = this
    if (protocol === IP_TCP && tcp.hasHeader(bytes, transport, end)) {
      this.above(TCP, tcp.headerLength(bytes, transport))
    } else if (protocol === IP_UDP && udp.hasHeader(bytes, transport, end)) {
      this.above(UDP, udp.LENGTH)
    } else if ((protocol === IP_ICMP || protocol === IP_ICMPV6) && icmp.hasHeader(bytes, transport, end)) {
      this.above(protocol === IP_ICMP ? ICMP : ICMP6, icmp.LENGTH)
    }
  }

  private above(kind: number, header: number): void {
    this.kind = kind
    this.payload = this.transport + header
    this.payloadLength -= header
  }
}
