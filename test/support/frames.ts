/**
 * Frames as bytes, header by header, for tests: written from the RFCs and independent of `src/wire`, so that a
 * wrong offset there cannot hide behind the same wrong offset here. All numbers are in host order, addresses
 * are text. Lengths and checksums are filled in.
 */

export const BROADCAST = 'ff:ff:ff:ff:ff:ff'

const PROTOCOLS = { icmp: 1, ipip: 4, tcp: 6, udp: 17, gre: 47, icmp6: 58, vrrp: 112 } as const

/** Six octets of `02:00:00:00:00:01`. */
export function macBytes(mac: string): Uint8Array {
  return Uint8Array.from(mac.split(':'), (octet) => Number.parseInt(octet, 16))
}

/** Four octets of `10.0.0.1`, or sixteen of a full or `::`-shortened IPv6 address. */
export function addressBytes(address: string): Uint8Array {
  if (!address.includes(':')) return Uint8Array.from(address.split('.'), Number)
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [
    ...groups(head),
    ...Array<number>(address.includes('::') ? missing : 0).fill(0),
    ...groups(tail),
  ]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]))
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Octets of a text, for payloads. */
export const text = (value: string): Uint8Array => new TextEncoder().encode(value)

const u16 = (value: number) => Uint8Array.of(value >>> 8, value)
const u32 = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)

/** The Internet checksum (RFC 1071). */
export function checksum(...parts: readonly Uint8Array[]): number {
  const bytes = concat(...parts)
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

function patched(bytes: Uint8Array, at: number, patch: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy.set(patch, at)
  return copy
}

export interface EthernetFields {
  readonly from: string
  readonly to: string
  readonly vlan?: number
}

/** Ethernet II; the type is told from the payload's version nibble unless given (ARP, anything else). */
export function ethernet(fields: EthernetFields, payload: Uint8Array, type?: number): Uint8Array {
  const tag = fields.vlan === undefined ? new Uint8Array(0) : concat(u16(0x8100), u16(fields.vlan))
  const told = (payload[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800
  return concat(macBytes(fields.to), macBytes(fields.from), tag, u16(type ?? told), payload)
}

export interface ArpFields {
  readonly operation: 'request' | 'reply'
  readonly senderMac: string
  readonly sender: string
  readonly targetMac?: string
  readonly target: string
}

/** ARP for IPv4 over Ethernet (RFC 826), without the Ethernet header; its type is {@link ARP_TYPE}. */
export function arp(fields: ArpFields): Uint8Array {
  const operation = fields.operation === 'request' ? 1 : 2
  return concat(
    concat(u16(1), u16(0x0800), Uint8Array.of(6, 4), u16(operation)),
    concat(macBytes(fields.senderMac), addressBytes(fields.sender)),
    concat(macBytes(fields.targetMac ?? '00:00:00:00:00:00'), addressBytes(fields.target)),
  )
}

export const ARP_TYPE = 0x0806

export interface IpFields {
  readonly source: string
  readonly destination: string
  readonly ttl?: number
  readonly id?: number
  readonly dontFragment?: boolean
  readonly moreFragments?: boolean
  /** In octets, a multiple of 8. */
  readonly fragmentOffset?: number
  readonly protocol: keyof typeof PROTOCOLS | number
}

const protocolNumber = (protocol: IpFields['protocol']) =>
  typeof protocol === 'number' ? protocol : PROTOCOLS[protocol]

/** IPv4 (RFC 791) around a payload whose TCP or UDP checksum is filled in, unless it is a fragment. */
export function ipv4(fields: IpFields, payload: Uint8Array): Uint8Array {
  const { ttl = 64, id = 0, dontFragment = true, moreFragments = false, fragmentOffset = 0 } = fields
  const protocol = protocolNumber(fields.protocol)
  const addresses = concat(addressBytes(fields.source), addressBytes(fields.destination))
  const flags = ((dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0)) + fragmentOffset / 8
  const start = concat(Uint8Array.of(0x45, 0), u16(20 + payload.length), u16(id), u16(flags))
  const header = concat(start, Uint8Array.of(ttl, protocol, 0, 0), addresses)
  const whole = !moreFragments && fragmentOffset === 0
  const pseudo = concat(addresses, Uint8Array.of(0, protocol), u16(payload.length))
  return concat(
    patched(header, 10, u16(checksum(header))),
    whole ? withTransportChecksum(protocol, pseudo, payload) : payload,
  )
}

/** IPv6 without extension headers (RFC 8200); `id` and the fragment fields do not apply. */
export function ipv6(fields: IpFields, payload: Uint8Array): Uint8Array {
  const protocol = protocolNumber(fields.protocol)
  const addresses = concat(addressBytes(fields.source), addressBytes(fields.destination))
  const pseudo = concat(addresses, u32(payload.length), u32(protocol))
  const start = concat(u32(0x60000000), u16(payload.length), Uint8Array.of(protocol, fields.ttl ?? 64))
  return concat(start, addresses, withTransportChecksum(protocol, pseudo, payload))
}

/** Where the checksum stands in each transport that sums a pseudo header. */
const CHECKSUM_AT: Readonly<Record<number, number>> = { 6: 16, 17: 6, 58: 2 }

function withTransportChecksum(protocol: number, pseudo: Uint8Array, payload: Uint8Array): Uint8Array {
  const at = CHECKSUM_AT[protocol]
  if (at === undefined || payload.length < at + 2) return payload
  const cleared = patched(payload, at, u16(0))
  return patched(cleared, at, u16(checksum(pseudo, cleared)))
}

const FLAGS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, '.': 16, U: 32, E: 64, W: 128 }

export interface TcpFields {
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence?: number
  readonly acknowledgement?: number
  /** As tcpdump writes them: `S`, `S.`, `.`, `P.`. */
  readonly flags?: string
  readonly window?: number
}

/** TCP without options (RFC 9293). The checksum is the IP layer's work. */
export function tcp(fields: TcpFields, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const { sequence = 0, acknowledgement = 0, flags = '.', window = 64240 } = fields
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0)
  const ports = concat(u16(fields.sourcePort), u16(fields.destinationPort))
  return concat(
    concat(ports, u32(sequence), u32(acknowledgement), Uint8Array.of(0x50, bits), u16(window)),
    concat(u32(0), payload),
  )
}

/** UDP (RFC 768). */
export function udp(sourcePort: number, destinationPort: number, payload: Uint8Array): Uint8Array {
  return concat(u16(sourcePort), u16(destinationPort), u16(8 + payload.length), u16(0), payload)
}

/** ICMP (RFC 792): `rest` is the second word of the header, `body` what follows it. */
export function icmp(type: number, code: number, rest: number, body: Uint8Array): Uint8Array {
  const message = concat(Uint8Array.of(type, code, 0, 0), u32(rest), body)
  return patched(message, 2, u16(checksum(message)))
}

/** Echo request, or reply. */
export function echo(
  kind: 'request' | 'reply',
  id: number,
  sequence: number,
  body = text('ping'),
): Uint8Array {
  return icmp(kind === 'request' ? 8 : 0, 0, id * 0x10000 + sequence, body)
}

/** GRE without optional fields (RFC 2784) around an IPv4 packet. */
export const gre = (packet: Uint8Array): Uint8Array => concat(u16(0), u16(0x0800), packet)

/** GUE variant 0 with protocol 4 (draft-ietf-intarea-gue-09), in UDP, by default to port 6080, around an IPv4 packet. */
export const gue = (sourcePort: number, packet: Uint8Array, port = 6080): Uint8Array =>
  udp(sourcePort, port, concat(Uint8Array.of(0, 4), u16(0), packet))
