import type { ChecksumStatus } from '../../src/wire/checksum.ts'
import type { Layer } from '../../src/wire/layer.ts'
import type { NeighbourDiscovery } from '../../src/wire/neighbour-discovery.ts'
import type { NeighbourOption } from '../../src/wire/neighbour-options.ts'
import type { TcpOption } from '../../src/wire/tcp-options.ts'

/** What we decoded for one tshark field: several values where the field occurs several times in the header. */
export type Value = string | number | boolean | undefined | readonly (string | number | boolean)[]

type LayerOf<P extends Layer['protocol'], L = Layer> = L extends { protocol: infer Q }
  ? P extends Q
    ? L
    : never
  : never
type Reader<P extends Layer['protocol']> = (layer: LayerOf<P>, outer?: Layer) => Value

/** tshark's numbers for `….checksum.status`. */
const STATUS: Readonly<Record<ChecksumStatus, number>> = { bad: 0, good: 1, unverified: 2 }

/** tshark's name for every field that we decode, by protocol, and how to read ours in tshark's unit. */
export const TSHARK_FIELDS: { readonly [P in Layer['protocol']]?: Readonly<Record<string, Reader<P>>> } = {
  ethernet: {
    'eth.dst': (layer) => layer.destination,
    'eth.src': (layer) => layer.source,
    'eth.type': (layer) => (layer.etherType < 0x600 ? undefined : layer.etherType),
    'eth.len': (layer) => (layer.etherType < 0x600 ? layer.etherType : undefined),
  },
  cooked: {
    'sll.pkttype': (layer) => layer.packetType,
    'sll.hatype': (layer) => layer.deviceType,
    'sll.gretype': (layer) => layer.etherType, // on gre0; elsewhere sll.etype
  },
  vlan: {
    'vlan.id': (layer, outer) => (isService(outer) ? undefined : layer.id),
    'vlan.priority': (layer, outer) => (isService(outer) ? undefined : layer.priority),
    'vlan.dei': (layer, outer) => (isService(outer) ? undefined : layer.dropEligible),
    'vlan.etype': (layer, outer) => (isService(outer) ? undefined : layer.etherType),
    'ieee8021ad.id': (layer, outer) => (isService(outer) ? layer.id : undefined),
    'ieee8021ad.priority': (layer, outer) => (isService(outer) ? layer.priority : undefined),
    'ieee8021ad.dei': (layer, outer) => (isService(outer) ? layer.dropEligible : undefined),
  },
  arp: {
    'arp.opcode': (layer) => layer.operation,
    'arp.src.hw_mac': (layer) => layer.senderMac,
    'arp.src.proto_ipv4': (layer) => layer.senderIp,
    'arp.dst.hw_mac': (layer) => layer.targetMac,
    'arp.dst.proto_ipv4': (layer) => layer.targetIp,
  },
  ipv4: {
    'ip.hdr_len': (layer) => layer.headerLength,
    'ip.dsfield.dscp': (layer) => layer.dscp,
    'ip.dsfield.ecn': (layer) => layer.ecn,
    'ip.len': (layer) => layer.totalLength,
    'ip.id': (layer) => layer.identification,
    'ip.flags.df': (layer) => layer.dontFragment,
    'ip.flags.mf': (layer) => layer.moreFragments,
    'ip.frag_offset': (layer) => layer.fragmentOffset / 8,
    'ip.ttl': (layer) => layer.ttl,
    'ip.proto': (layer) => layer.payloadProtocol,
    'ip.checksum': (layer) => layer.checksum,
    'ip.checksum.status': (layer) => STATUS[layer.checksumStatus],
    'ip.src': (layer) => layer.source,
    'ip.dst': (layer) => layer.destination,
    'ip.opt.type': ({ options }) =>
      options.map((option) => IPV4_OPTION_TYPES[option.kind] ?? (option as Other).type),
    'ip.opt.ptr': ({ options }) => options.flatMap((option) => ('pointer' in option ? option.pointer : [])),
    'ip.opt.ra': ({ options }) =>
      options.flatMap((option) => (option.kind === 'router-alert' ? option.value : [])),
  },
  ipv6: {
    'ipv6.tclass.dscp': (layer) => layer.dscp,
    'ipv6.tclass.ecn': (layer) => layer.ecn,
    'ipv6.flow': (layer) => layer.flowLabel,
    'ipv6.plen': (layer) => layer.payloadLength,
    'ipv6.nxt': (layer) => layer.nextHeader,
    'ipv6.hlim': (layer) => layer.hopLimit,
    'ipv6.src': (layer) => layer.source,
    'ipv6.dst': (layer) => layer.destination,
  },
  'ipv6-hop-by-hop': {
    'ipv6.hopopts.nxt': (layer) => layer.nextHeader,
    'ipv6.hopopts.len_oct': (layer) => layer.headerLength,
  },
  'ipv6-destination': {
    'ipv6.dstopts.nxt': (layer) => layer.nextHeader,
    'ipv6.dstopts.len_oct': (layer) => layer.headerLength,
  },
  'ipv6-routing': {
    'ipv6.routing.nxt': (layer) => layer.nextHeader,
    'ipv6.routing.len_oct': (layer) => layer.headerLength,
    'ipv6.routing.type': (layer) => layer.type,
    'ipv6.routing.segleft': (layer) => layer.segmentsLeft,
    'ipv6.routing.srh.addr': (layer) => (layer.type === 4 ? layer.segments : undefined),
  },
  'ipv6-fragment': {
    'ipv6.fraghdr.nxt': (layer) => layer.nextHeader,
    'ipv6.fraghdr.offset': (layer) => layer.fragmentOffset / 8,
    'ipv6.fraghdr.more': (layer) => layer.moreFragments,
    'ipv6.fraghdr.ident': (layer) => layer.identification,
  },
  icmp: {
    'icmp.type': (layer) => layer.type,
    'icmp.code': (layer) => layer.code,
    'icmp.checksum': (layer) => layer.checksum,
    'icmp.checksum.status': (layer) => STATUS[layer.checksumStatus],
    'icmp.ident': (layer) => layer.identifier,
    'icmp.seq': (layer) => layer.sequence,
    'icmp.redir_gw': (layer) => layer.gateway,
    'icmp.mtu': (layer) => layer.nextHopMtu,
    'icmp.pointer': (layer) => layer.pointer,
  },
  icmpv6: {
    'icmpv6.type': (layer) => layer.type,
    'icmpv6.code': (layer) => layer.code,
    'icmpv6.checksum': (layer) => layer.checksum,
    'icmpv6.checksum.status': (layer) => STATUS[layer.checksumStatus],
    'icmpv6.echo.identifier': (layer) => layer.identifier,
    'icmpv6.echo.sequence_number': (layer) => layer.sequence,
    'icmpv6.mtu': (layer) => layer.mtu,
    'icmpv6.pointer': (layer) => layer.pointer,
    'icmpv6.nd.ns.target_address': (layer) => message(layer, 'neighbour-solicitation')?.target,
    'icmpv6.nd.na.target_address': (layer) => message(layer, 'neighbour-advertisement')?.target,
    'icmpv6.nd.na.flag.r': (layer) => message(layer, 'neighbour-advertisement')?.router,
    'icmpv6.nd.na.flag.s': (layer) => message(layer, 'neighbour-advertisement')?.solicited,
    'icmpv6.nd.na.flag.o': (layer) => message(layer, 'neighbour-advertisement')?.override,
    'icmpv6.nd.rd.target_address': (layer) => message(layer, 'redirect')?.target,
    'icmpv6.rd.na.destination_address': (layer) => message(layer, 'redirect')?.destination,
    'icmpv6.nd.ra.cur_hop_limit': (layer) => message(layer, 'router-advertisement')?.hopLimit,
    'icmpv6.nd.ra.flag.m': (layer) => message(layer, 'router-advertisement')?.managed,
    'icmpv6.nd.ra.flag.o': (layer) => message(layer, 'router-advertisement')?.otherConfiguration,
    'icmpv6.nd.ra.router_lifetime': (layer) => message(layer, 'router-advertisement')?.routerLifetime,
    'icmpv6.nd.ra.reachable_time': (layer) => message(layer, 'router-advertisement')?.reachableTime,
    'icmpv6.nd.ra.retrans_timer': (layer) => message(layer, 'router-advertisement')?.retransTimer,
    'icmpv6.opt.src_linkaddr': (layer) => neighbour(layer, 'source-link-layer').map((option) => option.mac),
    'icmpv6.opt.target_linkaddr': (layer) =>
      neighbour(layer, 'target-link-layer').map((option) => option.mac),
    'icmpv6.opt.prefix': (layer) => neighbour(layer, 'prefix').map((option) => option.prefix),
    'icmpv6.opt.prefix.flag.l': (layer) => neighbour(layer, 'prefix').map((option) => option.onLink),
    'icmpv6.opt.prefix.flag.a': (layer) => neighbour(layer, 'prefix').map((option) => option.autonomous),
    'icmpv6.opt.prefix.valid_lifetime': (layer) =>
      neighbour(layer, 'prefix').map((option) => option.validLifetime),
    'icmpv6.opt.prefix.preferred_lifetime': (layer) =>
      neighbour(layer, 'prefix').map((option) => option.preferredLifetime),
    'icmpv6.opt.mtu': (layer) => neighbour(layer, 'mtu').map((option) => option.value),
    'icmpv6.opt.rdnss': (layer) => neighbour(layer, 'dns-servers').flatMap((option) => option.servers),
    'icmpv6.opt.rdnss.lifetime': (layer) => neighbour(layer, 'dns-servers').map((option) => option.lifetime),
  },
  tcp: {
    'tcp.srcport': (layer) => layer.sourcePort,
    'tcp.dstport': (layer) => layer.destinationPort,
    'tcp.seq': (layer) => layer.sequence,
    'tcp.ack': (layer) => layer.acknowledgement,
    'tcp.hdr_len': (layer) => layer.headerLength,
    'tcp.flags': (layer) => (layer.reserved << 8) | layer.flags,
    'tcp.window_size_value': (layer) => layer.window,
    'tcp.checksum': (layer) => layer.checksum,
    'tcp.checksum.status': (layer) => STATUS[layer.checksumStatus],
    'tcp.urgent_pointer': (layer) => layer.urgentPointer,
    'tcp.option_kind': ({ options }) =>
      options.map((option) => TCP_OPTION_KINDS[option.kind] ?? (option as OtherTcp).number),
    'tcp.options.mss_val': (layer) => tcpOptions(layer, 'mss').map((option) => option.value),
    'tcp.options.wscale.shift': (layer) => tcpOptions(layer, 'window-scale').map((option) => option.shift),
    'tcp.options.sack_le': (layer) =>
      tcpOptions(layer, 'sack').flatMap(({ blocks }) => blocks.map(([left]) => left)),
    'tcp.options.sack_re': (layer) =>
      tcpOptions(layer, 'sack').flatMap(({ blocks }) => blocks.map(([, right]) => right)),
    'tcp.options.timestamp.tsval': (layer) => tcpOptions(layer, 'timestamps').map((option) => option.value),
    'tcp.options.timestamp.tsecr': (layer) => tcpOptions(layer, 'timestamps').map((option) => option.echo),
  },
  'tcp-start': {
    'tcp.srcport': (layer) => layer.sourcePort,
    'tcp.dstport': (layer) => layer.destinationPort,
    'tcp.seq': (layer) => layer.sequence,
  },
  udp: {
    'udp.srcport': (layer) => layer.sourcePort,
    'udp.dstport': (layer) => layer.destinationPort,
    'udp.length': (layer) => layer.length,
    'udp.checksum': (layer) => layer.checksum,
    'udp.checksum.status': (layer) => STATUS[layer.checksumStatus],
  },
  ah: {
    'ah.next_header': (layer) => layer.nextHeader,
    'ah.length': (layer) => layer.headerLength / 4 - 2,
    'ah.spi': (layer) => layer.spi,
    'ah.sequence': (layer) => layer.sequence,
  },
  gre: {
    'gre.proto': (layer) => layer.protocolType,
    'gre.checksum': (layer) => layer.checksum,
    'gre.checksum.status': (layer) => layer.checksumStatus && STATUS[layer.checksumStatus],
    'gre.key': (layer) => layer.key,
    'gre.sequence_number': (layer) => layer.sequence,
  },
  dns: {
    'dns.id': (layer) => layer.id,
    'dns.flags.response': (layer) => layer.response,
    'dns.flags.opcode': (layer) => layer.opcode,
    'dns.flags.truncated': (layer) => layer.truncated,
    'dns.flags.recdesired': (layer) => layer.recursionDesired,
    'dns.count.queries': (layer) => layer.questions,
    'dns.count.answers': (layer) => layer.answers,
    'dns.count.auth_rr': (layer) => layer.authorityRecords,
    'dns.count.add_rr': (layer) => layer.additionalRecords,
  },
  vrrp: {
    'vrrp.version': (layer) => layer.version,
    'vrrp.type': (layer) => layer.type,
    'vrrp.virt_rtr_id': (layer) => layer.routerId,
    'vrrp.prio': (layer) => layer.priority,
    'vrrp.addr_count': (layer) => layer.addresses.length,
    'vrrp.auth_type': (layer) => layer.authentication,
    'vrrp.adver_int': (layer) => (layer.version === 2 ? layer.interval / 1000 : undefined),
    'vrrp.short_adver_int': (layer) => (layer.version === 3 ? layer.interval / 10 : undefined),
    'vrrp.checksum': (layer) => layer.checksum,
    'vrrp.checksum.status': (layer) => STATUS[layer.checksumStatus],
    'vrrp.ip_addr': ({ addresses }) => addresses.filter((address) => !address.includes(':')),
    'vrrp.ipv6_addr': ({ addresses }) => addresses.filter((address) => address.includes(':')),
  },
}

type Other = { readonly type: number }
type OtherTcp = { readonly number: number }

const IPV4_OPTION_TYPES: Readonly<Record<string, number>> = {
  end: 0,
  'no-operation': 1,
  'record-route': 7,
  'loose-source-route': 131,
  'strict-source-route': 137,
  'router-alert': 148,
}

const TCP_OPTION_KINDS: Readonly<Record<string, number>> = {
  end: 0,
  'no-operation': 1,
  mss: 2,
  'window-scale': 3,
  'sack-permitted': 4,
  sack: 5,
  timestamps: 8,
}

/** Whether the tag behind this layer is a service tag of 802.1ad, which tshark names apart. */
function isService(outer: Layer | undefined): boolean {
  return outer !== undefined && 'etherType' in outer && outer.etherType === 0x88a8
}

function message<M extends NeighbourDiscovery['message']>(layer: LayerOf<'icmpv6'>, name: M) {
  const { neighbourDiscovery } = layer
  return neighbourDiscovery?.message === name
    ? (neighbourDiscovery as Extract<NeighbourDiscovery, { message: M }>)
    : undefined
}

function neighbour<K extends NeighbourOption['kind']>(layer: LayerOf<'icmpv6'>, kind: K) {
  const options = layer.neighbourDiscovery?.options ?? []
  return options.filter((option): option is Extract<NeighbourOption, { kind: K }> => option.kind === kind)
}

function tcpOptions<K extends TcpOption['kind']>(layer: LayerOf<'tcp'>, kind: K) {
  return layer.options.filter((option): option is Extract<TcpOption, { kind: K }> => option.kind === kind)
}
