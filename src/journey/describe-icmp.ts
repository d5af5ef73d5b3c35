import * as icmp from '../wire/icmp.ts'
import * as icmpv6 from '../wire/icmpv6.ts'
import * as discovery from '../wire/neighbour-discovery.ts'
import { describeNeighbour } from './describe-neighbour.ts'
import { flowKey } from './flow.ts'
import { quoteOf } from './icmp-parts.ts'
import { ICMP6 } from './layout.ts'
import type { PacketFacts } from './packet-facts.ts'
import type { Reading } from './reading.ts'

export function describeIcmp(reading: Reading): PacketFacts {
  const { bytes, layout } = reading
  const quote = quoteOf(reading)
  const [type, code] = [icmp.type(bytes, layout.transport), icmp.code(bytes, layout.transport)]
  return {
    kind: 'icmp',
    summary: layout.kind === ICMP6 ? icmpv6Text(reading, type, code) : icmpText(reading, type, code),
    payloadLength: layout.payloadLength,
    icmp: { type, code, ...(quote && { about: flowKey(quote) }) },
    ...(layout.kind === ICMP6 && describeNeighbour(reading)),
  }
}

/** Codes of "destination unreachable" (RFC 792, RFC 1122, RFC 1812). */
const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'net unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  5: 'source route failed',
  9: 'net administratively prohibited',
  10: 'host administratively prohibited',
  13: 'administratively prohibited',
}

function icmpText({ bytes, layout: { transport } }: Reading, type: number, code: number): string {
  if (icmp.isEcho(type)) return echoText(type === icmp.ECHO_REQUEST, icmp.sequence(bytes, transport))
  if (type === icmp.UNREACHABLE && code === icmp.FRAGMENTATION_NEEDED) {
    return `fragmentation needed, mtu ${icmp.nextHopMtu(bytes, transport)}`
  }
  if (type === icmp.UNREACHABLE) return UNREACHABLE[code] ?? `unreachable, code ${code}`
  if (type === icmp.TIME_EXCEEDED) return code === 0 ? 'time exceeded' : 'reassembly time exceeded'
  if (type === icmp.REDIRECT) return 'redirect'
  return type === icmp.PARAMETER_PROBLEM ? 'parameter problem' : `ICMP type ${type} code ${code}`
}

/** Codes of "destination unreachable" (RFC 4443, section 3.1). */
const UNREACHABLE_V6: Readonly<Record<number, string>> = {
  0: 'no route',
  1: 'administratively prohibited',
  3: 'address unreachable',
  4: 'port unreachable',
}

/** Messages of which nothing but the name is told (RFC 4861, RFC 3810). */
const OTHERS_V6: Readonly<Record<number, string>> = {
  [discovery.ROUTER_SOLICITATION]: 'router solicitation',
  [discovery.ROUTER_ADVERTISEMENT]: 'router advertisement',
  [discovery.NEIGHBOUR_SOLICITATION]: 'neighbour solicitation, cut',
  [discovery.NEIGHBOUR_ADVERTISEMENT]: 'neighbour advertisement, cut',
  [discovery.REDIRECT]: 'redirect',
  143: 'multicast listener report',
}

function icmpv6Text(reading: Reading, type: number, code: number): string {
  const { bytes, layout } = reading
  const at = layout.transport
  if (icmpv6.isEcho(type)) return echoText(type === icmpv6.ECHO_REQUEST, icmpv6.sequence(bytes, at))
  if (type === icmpv6.UNREACHABLE) return UNREACHABLE_V6[code] ?? `unreachable, code ${code}`
  if (type === icmpv6.PACKET_TOO_BIG) return `packet too big, mtu ${icmpv6.mtu(bytes, at)}`
  if (type === icmpv6.TIME_EXCEEDED) return 'time exceeded'
  if (type === icmpv6.PARAMETER_PROBLEM) return 'parameter problem'
  return OTHERS_V6[type] ?? `ICMPv6 type ${type} code ${code}`
}

function echoText(isRequest: boolean, sequence: number): string {
  return `echo ${isRequest ? 'request' : 'reply'}, seq ${sequence}`
}
