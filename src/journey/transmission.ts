import * as ethernet from '../wire/ethernet.ts'
import * as ipv4 from '../wire/ipv4.ts'
import * as ipv6 from '../wire/ipv6.ts'
import * as tcp from '../wire/tcp.ts'
import * as udp from '../wire/udp.ts'
import * as vlan from '../wire/vlan.ts'
import { fold, foldMac, hashOctets } from './hash.ts'
import { type Layout, TCP, UDP } from './layout.ts'

/** Which transmission of its packet a frame is, as numbers of 32 bits. Written in place, frame by frame. */
export class Transmission {
  /** All that one hop has of its own: MACs, VLAN, addresses, ports, TTL, tunnels. Equal headers are one hop. */
  header = 0
  /**
   * Who transmitted, after how many routers, in which tunnel and VLAN. One packet leaves a node once with each
   * TTL, so another header from an equal sender belongs to another packet.
   */
  sender = 0
  /** Source and destination, address with port: NAT leaves at least one of the two alone. */
  from = 0
  to = 0

  /**
   * `point` is the number of the capture point. `anonymous` where nothing but its payload tells the packet from
   * others: then an equal TTL alone means another packet, lest equal answers of two servers become one.
   */
  read(bytes: Uint8Array, layout: Layout, point: number, anonymous: boolean): void {
    this.readEndpoints(bytes, layout)
    const { link } = layout
    const mac = link < 0 ? 0 : ethernet.source(bytes, link)
    // Loopback frames carry zeros: as on a device without Ethernet addresses, the segment is the point itself.
    const owner = mac === 0 ? ~point : foldMac(0, mac)
    const route = routeHash(bytes, layout)
    this.sender = anonymous && mac !== 0 ? route : fold(route, owner)
    const target = link < 0 ? 0 : foldMac(owner, ethernet.destination(bytes, link))
    this.header = fold(fold(fold(fold(route, owner), target), this.from), this.to)
  }

  private readEndpoints(bytes: Uint8Array, { network, transport, family, kind }: Layout): void {
    this.from = this.to = 0
    if (family === 4) {
      this.from = fold(0, ipv4.source(bytes, network))
      this.to = fold(0, ipv4.destination(bytes, network))
    } else if (family === 6) {
      this.from = hashOctets(bytes, network + ipv6.SOURCE, network + ipv6.DESTINATION)
      this.to = hashOctets(bytes, network + ipv6.DESTINATION, network + ipv6.LENGTH)
    }
    if (kind === TCP) this.addPorts(tcp.sourcePort(bytes, transport), tcp.destinationPort(bytes, transport))
    else if (kind === UDP)
      this.addPorts(udp.sourcePort(bytes, transport), udp.destinationPort(bytes, transport))
  }

  private addPorts(source: number, destination: number): void {
    this.from = fold(this.from, source)
    this.to = fold(this.to, destination)
  }
}

/** VLAN, TTL and the tunnels around the packet. */
function routeHash(bytes: Uint8Array, layout: Layout): number {
  let hash = layout.tag < 0 ? -1 : vlan.id(bytes, layout.tag)
  if (layout.family !== 0) hash = fold(hash, hopsLeft(bytes, layout.network))
  for (let level = 0; level < layout.depth; level++) {
    const at = layout.outer[level] as number
    hash = fold(hash, hopsLeft(bytes, at))
    hash = addressesInto(hash, bytes, at)
  }
  return hash
}

/** TTL, or hop limit, of the IP header at `at`. */
export function hopsLeft(bytes: Uint8Array, at: number): number {
  return ipv4.version(bytes, at) === 4 ? ipv4.ttl(bytes, at) : ipv6.hopLimit(bytes, at)
}

/** Source and destination of the IP header at `at`, into a hash. */
export function addressesInto(hash: number, bytes: Uint8Array, at: number): number {
  if (ipv4.version(bytes, at) === 4)
    return fold(fold(hash, ipv4.source(bytes, at)), ipv4.destination(bytes, at))
  return fold(hash, hashOctets(bytes, at + ipv6.SOURCE, at + ipv6.LENGTH))
}
