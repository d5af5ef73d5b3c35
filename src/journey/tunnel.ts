import { u8 } from '../wire/bytes.ts'
import { sumWords, verify } from '../wire/checksum.ts'
import * as gre from '../wire/gre.ts'
import * as gue from '../wire/gue.ts'
import * as ipv4 from '../wire/ipv4.ts'
import * as ipv6 from '../wire/ipv6.ts'
import { ETHER_IPV4, ETHER_IPV6, IP_GRE, IP_IPV4, IP_IPV6, IP_UDP, UDP_GUE } from '../wire/numbers.ts'
import * as udp from '../wire/udp.ts'

/** No tunnel, or one that does not hold an IP packet. */
export const NO_TUNNEL = -1

/**
 * Where the IP packet starts that an outer IP header carries: directly (RFC 2003), in GRE (RFC 2784) or in GUE
 * over UDP. `at` is behind the outer header, whose protocol number is `protocol`.
 */
export function insideTunnel(bytes: Uint8Array, protocol: number, at: number, end: number): number {
  const inner = packetStart(bytes, protocol, at, end)
  const isPacket = inner < end && (ipv4.hasHeader(bytes, inner, end) || ipv6.hasHeader(bytes, inner, end))
  return inner !== NO_TUNNEL && isPacket ? inner : NO_TUNNEL
}

function packetStart(bytes: Uint8Array, protocol: number, at: number, end: number): number {
  if (protocol === IP_UDP) return insideUdp(bytes, at, end)
  if (protocol === IP_GRE) return insideGre(bytes, at, end)
  return protocol === IP_IPV4 || protocol === IP_IPV6 ? at : NO_TUNNEL
}

function insideGre(bytes: Uint8Array, at: number, end: number): number {
  if (!gre.hasHeader(bytes, at, end)) return NO_TUNNEL
  const type = gre.protocolType(bytes, at)
  return type === ETHER_IPV4 || type === ETHER_IPV6 ? at + gre.headerLength(bytes, at) : NO_TUNNEL
}

/** Any port can be given to GUE: on others than the registered one, the packet inside has to prove itself. */
function insideUdp(bytes: Uint8Array, at: number, end: number): number {
  if (!udp.hasHeader(bytes, at, end)) return NO_TUNNEL
  const inner = insideGue(bytes, at + udp.LENGTH, end)
  const isRegistered = udp.destinationPort(bytes, at) === UDP_GUE
  return inner === NO_TUNNEL || isRegistered || isSoundIpv4(bytes, inner, end) ? inner : NO_TUNNEL
}

function isSoundIpv4(bytes: Uint8Array, at: number, end: number): boolean {
  if (!ipv4.hasHeader(bytes, at, end)) return false
  return verify(sumWords(bytes, at, at + ipv4.headerLength(bytes, at))) === 'good'
}

function insideGue(bytes: Uint8Array, header: number, end: number): number {
  // Variant 1 is an IP packet right behind UDP.
  if (header < end && u8(bytes, header) >>> 6 === 1) return header
  if (!gue.hasHeader(bytes, header, end) || gue.isControl(bytes, header)) return NO_TUNNEL
  const protocol = gue.protocol(bytes, header)
  const isIp = protocol === IP_IPV4 || protocol === IP_IPV6
  return isIp ? header + gue.headerLength(bytes, header) : NO_TUNNEL
}
