import * as arp from '../wire/arp.ts'
import * as ethernet from '../wire/ethernet.ts'
import * as icmp from '../wire/icmp.ts'
import * as icmpv6 from '../wire/icmpv6.ts'
import * as ipv4 from '../wire/ipv4.ts'
import * as ipv6 from '../wire/ipv6.ts'
import { IP_TCP } from '../wire/numbers.ts'
import * as tcp from '../wire/tcp.ts'
import { fold, foldMac, hashOctets, mix } from './hash.ts'
import { ARP, ICMP, ICMP6, type Layout, TCP } from './layout.ts'

/**
 * Octets of a payload that suffice where the IP identification or TCP's numbers tell packets apart. A short
 * prefix also stays comparable where a tunnel's outer header pushes the payload's end over the snapshot length.
 */
const PREFIX = 32

/**
 * Which packet a frame holds, as a number of 64 bits: what the network preserves, and nothing that it rewrites.
 * Of IP packets no address, port, TTL, MAC or checksum counts (NAT, direct routing and tunnels change them).
 * ARP and other frames without IP are never rewritten, so all of the frame counts but tags and padding.
 * Written in place, frame by frame.
 */
export class PacketKey {
  low = 0
  high = 0
  /**
   * Whether the same key may soon stand for another packet: without an IP identification (Linux sends 0 in
   * SYN-ACKs, RSTs and from unconnected UDP sockets; IPv6 has none) a retransmission looks like its original.
   */
  weak = false

  read(bytes: Uint8Array, layout: Layout): void {
    this.low = this.high = 0
    this.add(layout.kind * 256 + layout.protocol)
    if (layout.family === 0) this.readLink(bytes, layout)
    else this.readIp(bytes, layout)
  }

  private add(word: number): void {
    this.low = mix(this.low, word)
    this.high = fold(this.high, word)
  }

  private readLink(bytes: Uint8Array, layout: Layout): void {
    this.weak = true
    this.add(layout.etherType)
    if (layout.link >= 0) this.add(foldMac(0, ethernet.source(bytes, layout.link)))
    this.addOctets(bytes, layout.network, layout.kind === ARP ? layout.network + arp.LENGTH : layout.end)
  }

  private readIp(bytes: Uint8Array, layout: Layout): void {
    const { network, kind } = layout
    if (layout.family === 4) this.readIdentification(bytes, network)
    else this.readFlowLabel(bytes, network)
    if (!this.mayBeCut(bytes, layout)) this.add(layout.payloadLength)
    if (layout.fragmentOffset > 0) this.add(layout.fragmentOffset)
    if (kind === TCP) this.readTcp(bytes, layout)
    else if (kind === ICMP || kind === ICMP6) this.readIcmp(bytes, layout)
    else this.addPayload(bytes, layout, !this.weak)
  }

  private readIdentification(bytes: Uint8Array, at: number): void {
    const id = ipv4.identification(bytes, at)
    this.weak = id === 0
    this.add(id)
  }

  /** The first fragment of a packet stands for all of it, so that its length must not count. */
  private mayBeCut(bytes: Uint8Array, { family, network }: Layout): boolean {
    return family === 4 && !this.weak && !ipv4.dontFragment(bytes, network)
  }

  private readFlowLabel(bytes: Uint8Array, at: number): void {
    this.weak = true
    this.add(ipv6.flowLabel(bytes, at))
  }

  private readTcp(bytes: Uint8Array, layout: Layout): void {
    const at = layout.transport
    this.add(tcp.sequence(bytes, at))
    this.add(tcp.acknowledgement(bytes, at))
    this.add(tcp.flags(bytes, at) * 0x10000 + tcp.window(bytes, at))
    this.addPayload(bytes, layout, true)
  }

  private readIcmp(bytes: Uint8Array, layout: Layout): void {
    const at = layout.transport
    const type = icmp.type(bytes, at)
    this.add(type * 256 + icmp.code(bytes, at))
    // The second word of the header: identifier and sequence number of an echo, the next hop's MTU of an error.
    this.add(icmp.identifier(bytes, at) * 0x10000 + icmp.sequence(bytes, at))
    const isError = layout.kind === ICMP ? icmp.isError(type) : icmpv6.isError(type)
    if (isError) this.addQuote(bytes, layout)
    else this.addPayload(bytes, layout, !this.weak)
  }

  /** NAT rewrites the quoted packet as well, so of that, too, only what it preserves counts. */
  private addQuote(bytes: Uint8Array, { payload, end }: Layout): void {
    const isV4 = ipv4.hasHeader(bytes, payload, end)
    if (!isV4 && !ipv6.hasHeader(bytes, payload, end)) return
    this.add(isV4 ? ipv4.identification(bytes, payload) : ipv6.flowLabel(bytes, payload))
    const transport = payload + (isV4 ? ipv4.headerLength(bytes, payload) : ipv6.LENGTH)
    const isTcp = (isV4 ? ipv4.protocol : ipv6.nextHeader)(bytes, payload) === IP_TCP
    if (isTcp && transport + tcp.QUOTED_LENGTH <= end) this.add(tcp.sequence(bytes, transport))
  }

  private addPayload(bytes: Uint8Array, { payload, end }: Layout, onlyPrefix: boolean): void {
    this.addOctets(bytes, payload, onlyPrefix ? Math.min(end, payload + PREFIX) : end)
  }

  private addOctets(bytes: Uint8Array, start: number, end: number): void {
    if (start < end) this.add(hashOctets(bytes, start, end))
  }
}
