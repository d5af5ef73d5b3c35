import { formatIpv4, formatMac } from '../wire/addresses.ts'
import * as arp from '../wire/arp.ts'
import type { PacketFacts } from './packet-facts.ts'
import type { Reading } from './reading.ts'
import type { NeighbourKind, NeighbourMessage } from './types.ts'

export function describeArp({ bytes, layout: { network } }: Reading): PacketFacts {
  const kind = arpKind(bytes, network)
  const neighbour = { kind, ...whoAndWhom(bytes, network, kind) }
  return { kind: 'arp', neighbour, summary: arpText(bytes, network, kind), payloadLength: 0 }
}

/**
 * A gratuitous ARP announces its sender, as request or as reply (RFC 5227, section 3); a probe asks without
 * having an address yet (section 1.1).
 */
function arpKind(bytes: Uint8Array, at: number): NeighbourKind {
  if (arp.senderIp(bytes, at) === arp.targetIp(bytes, at)) return 'gratuitous'
  if (arp.operation(bytes, at) === arp.REPLY) return 'reply'
  return arp.senderIp(bytes, at) === 0 ? 'probe' : 'request'
}

/** A reply tells about its sender, a question asks for its target. */
function whoAndWhom(
  bytes: Uint8Array,
  at: number,
  kind: NeighbourKind,
): Pick<NeighbourMessage, 'target' | 'sender'> {
  const sender = formatIpv4(arp.senderIp(bytes, at))
  return { target: kind === 'reply' ? sender : formatIpv4(arp.targetIp(bytes, at)), sender }
}

/** As tcpdump(8) words it. */
function arpText(bytes: Uint8Array, at: number, kind: NeighbourKind): string {
  const sender = formatIpv4(arp.senderIp(bytes, at))
  if (arp.operation(bytes, at) === arp.REPLY) return `${sender} is-at ${formatMac(arp.senderMac(bytes, at))}`
  const question = `who-has ${formatIpv4(arp.targetIp(bytes, at))}`
  return kind === 'probe' ? `${question}, probe` : `${question} tell ${sender}`
}
