import * as ah from './ah.ts'
import * as arp from './arp.ts'
import * as cooked from './cooked.ts'
import type { Datagram, Decoded, Next, Registry } from './decoded.ts'
import * as dns from './dns.ts'
import * as ethernet from './ethernet.ts'
import * as gre from './gre.ts'
import * as gue from './gue.ts'
import * as icmp from './icmp.ts'
import * as icmpv6 from './icmpv6.ts'
import * as ipv4 from './ipv4.ts'
import * as ipv6 from './ipv6.ts'
import { decodeDestination, decodeFragment, decodeHopByHop, decodeRouting } from './ipv6-extensions.ts'
import type { Layer, PayloadLayer } from './layer.ts'
import * as numbers from './numbers.ts'
import { type Cut, cutAway, type Region } from './region.ts'
import * as sentinel from './sentinel.ts'
import * as tcp from './tcp.ts'
import * as tcpStart from './tcp-start.ts'
import * as udp from './udp.ts'
import * as vlan from './vlan.ts'
import * as vrrp from './vrrp.ts'

type Decoder = (region: Region, datagram?: Datagram) => Decoded<Layer>

/** Every protocol that is decoded, by the registry that numbers it. */
const DECODERS: Readonly<Record<Registry, Readonly<Record<number, Decoder>>>> = {
  linkType: {
    [numbers.LINK_ETHERNET]: ethernet.decode,
    [numbers.LINK_RAW_IP]: decodeRawIp,
    [numbers.LINK_COOKED]: cooked.decode,
  },
  etherType: {
    [numbers.ETHER_IPV4]: ipv4.decode,
    [numbers.ETHER_ARP]: arp.decode,
    [numbers.ETHER_VLAN]: vlan.decode,
    [numbers.ETHER_SERVICE_VLAN]: vlan.decode,
    [numbers.ETHER_IPV6]: ipv6.decode,
    [numbers.ETHER_BRIDGED]: ethernet.decode,
    [numbers.ETHER_SENTINEL]: sentinel.decode,
  },
  ipProtocol: {
    [numbers.IP_HOP_BY_HOP]: decodeHopByHop,
    [numbers.IP_ICMP]: icmp.decode,
    [numbers.IP_IPV4]: ipv4.decode,
    [numbers.IP_TCP]: (region, datagram) =>
      tcpStart.isStart(region) ? tcpStart.decode(region) : tcp.decode(region, datagram),
    [numbers.IP_UDP]: udp.decode,
    [numbers.IP_IPV6]: ipv6.decode,
    [numbers.IP_ROUTING]: decodeRouting,
    [numbers.IP_FRAGMENT]: decodeFragment,
    [numbers.IP_GRE]: gre.decode,
    [numbers.IP_AH]: ah.decode,
    [numbers.IP_ICMPV6]: icmpv6.decode,
    [numbers.IP_DESTINATION_OPTIONS]: decodeDestination,
    [numbers.IP_VRRP]: vrrp.decode,
  },
  udpPort: {
    [numbers.UDP_DNS]: (region) => (dns.isMessage(region) ? dns.decode(region) : payload(region)),
    [numbers.UDP_GUE]: gue.decode,
  },
  none: {},
}

/**
 * Takes a frame apart, outermost header first. The layers tile the frame: each starts where the one before
 * ended, the last ends with the frame. Never throws: what cannot be read becomes a `malformed` layer, and a
 * frame that the snapshot length cut ends in one whose cause is `snapshot`.
 * @param originalLength octets on the wire
 * @param linkType LINKTYPE_ number of the capture: Ethernet (1), raw IP (101), Linux cooked (113); all else is `unknown`
 */
export function decode(
  bytes: Uint8Array,
  originalLength: number = bytes.length,
  linkType: number = numbers.LINK_ETHERNET,
): Layer[] {
  const missing = originalLength - bytes.length
  const reason = `the snapshot length cut off ${missing} of ${originalLength} octets`
  const cut = missing > 0 ? { cut: { cause: 'snapshot', reason } as const } : {}
  return decodeAll({
    by: 'linkType',
    number: linkType,
    region: { bytes, start: 0, end: bytes.length, ...cut },
  })
}

function decodeAll(first: Next): Layer[] {
  const layers: Layer[] = []
  let last = first
  let next: Next | undefined = first
  while (next) {
    last = next
    const decoded = decodeOne(next)
    if (decoded.layer.end > decoded.layer.start || decoded.layer.protocol === 'malformed')
      layers.push(withQuote(decoded))
    next = decoded.next
  }
  return finish(layers, first.region, [first.region.cut, last.region.cut])
}

function decodeOne(next: Next): Decoded<Layer> {
  const decoder = DECODERS[next.by][next.number]
  if (decoder) return decoder(next.region, next.datagram)
  if (next.by === 'none' || next.by === 'udpPort') return payload(next.region)
  const { start, end } = next.region
  return { layer: { protocol: 'unknown', registry: next.by, number: next.number, start, end, spans: {} } }
}

function payload({ start, end }: Region): Decoded<PayloadLayer> {
  return { layer: { protocol: 'payload', start, end, spans: {} } }
}

function withQuote({ layer, quote }: Decoded<Layer>): Layer {
  if (!quote || (layer.protocol !== 'icmp' && layer.protocol !== 'icmpv6')) return layer
  return { ...layer, quoted: decodeAll(quote) }
}

/** Accounts for the octets behind the innermost layer: padding, or octets that ought to be there. */
function finish(layers: Layer[], region: Region, cuts: readonly (Cut | undefined)[]): Layer[] {
  const end = layers.at(-1)?.end ?? region.start
  if (end < region.end) layers.push({ protocol: 'padding', start: end, end: region.end, spans: {} })
  const fault = cuts.find((cut) => cut?.cause === 'snapshot' || cut?.cause === 'short')
  const last = layers.at(-1)
  const isTold = last?.protocol === 'malformed' && last.cause === fault?.cause
  if (fault && !isTold) layers.push(cutAway(region.end, fault))
  return layers
}

/** Raw IP has no header of its own: the first four bits tell the version. */
function decodeRawIp(region: Region): Decoded<Layer> {
  const isIpv6 = region.end > region.start && ipv6.version(region.bytes, region.start) === 6
  return isIpv6 ? ipv6.decode(region) : ipv4.decode(region)
}
