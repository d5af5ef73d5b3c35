import { ETHER_SENTINEL } from '../wire/numbers.ts'
import * as sentinel from '../wire/sentinel.ts'
import * as tcp from '../wire/tcp.ts'
import { describeArp } from './describe-arp.ts'
import { describeDns } from './describe-dns.ts'
import { describeIcmp } from './describe-icmp.ts'
import { describeVrrp } from './describe-vrrp.ts'
import { ARP, ICMP, ICMP6, NONE, TCP, UDP } from './layout.ts'
import type { PacketFacts } from './packet-facts.ts'
import type { Reading } from './reading.ts'

export function describePacket(reading: Reading): PacketFacts {
  const { kind, payloadLength } = reading.layout
  if (kind === ARP) return describeArp(reading)
  if (kind === TCP) return describeTcp(reading)
  if (kind === UDP)
    return { kind: 'udp', payloadLength, ...(describeDns(reading) ?? { summary: `UDP ${payloadLength} B` }) }
  if (kind === ICMP || kind === ICMP6) return describeIcmp(reading)
  if (kind === NONE) return { kind: 'other', summary: linkText(reading), payloadLength }
  const advert = describeVrrp(reading)
  return { kind: 'other', payloadLength, ...(advert ?? { summary: ipText(reading) }) }
}

function describeTcp(reading: Reading): PacketFacts {
  const { bytes, layout } = reading
  const { transport, payloadLength } = layout
  const bits = tcp.flags(bytes, transport)
  return {
    kind: 'tcp',
    summary: tcpText(bits, payloadLength),
    flags: tcp.formatFlags(bits),
    sequence: tcp.sequence(bytes, transport),
    acknowledgement: tcp.acknowledgement(bytes, transport),
    payloadLength,
    ...describeDns(reading),
  }
}

const NAMED_FLAGS = [
  [tcp.SYN, 'SYN'],
  [tcp.FIN, 'FIN'],
  [tcp.RST, 'RST'],
  [tcp.ACK, 'ACK'],
] as const

/** `SYN-ACK`, `ACK 126 B`. Whether data is pushed says nothing about the way of a packet. */
function tcpText(bits: number, length: number): string {
  const names = NAMED_FLAGS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name)
  return `${names.join('-') || 'TCP without flags'}${length > 0 ? ` ${length} B` : ''}`
}

function ipText({ layout: { protocol, payloadLength } }: Reading): string {
  return protocol === IP_IGMP ? 'IGMP report' : `IP protocol ${protocol}, ${payloadLength} B`
}

/** Internet Group Management Protocol (IANA): who wants to hear VRRP joins its group. */
const IP_IGMP = 2

function linkText({ bytes, layout: { link, etherType: type, network, end } }: Reading): string {
  if (link < 0) return `${end - network} B without a header`
  if (type === ETHER_SENTINEL && sentinel.hasHeader(bytes, network, end)) {
    return `sentinel ${sentinel.token(bytes, network, end)}`
  }
  return type < 0x600 ? `IEEE 802.3, ${type} B` : `EtherType 0x${type.toString(16).padStart(4, '0')}`
}
