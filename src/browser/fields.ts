import type { Layer } from '../wire/layer.ts'
import type { Span } from '../wire/types.ts'

/** A field of a header as it is shown, with its octets. */
export interface Field {
  readonly name: string
  readonly value: string
  readonly span: Span
}

/** The named fields of a header, in the order in which they stand in it. */
export function fieldsOf(layer: Layer): Field[] {
  const values: Readonly<Record<string, unknown>> = { ...layer }
  return Object.entries(layer.spans)
    .map(([name, span]) => ({ name: spaced(name), value: valueText(values[name]), span }))
    .sort((one, other) => one.span.start - other.span.start)
}

/** `headerLength` → `header length` */
const spaced = (name: string): string => name.replace(/[A-Z]+/g, (letters) => ` ${letters.toLowerCase()}`)

function valueText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a header is called, and what is wrong with it. */
export function layerTitle(layer: Layer): string {
  if (layer.protocol === 'malformed') return `malformed: ${layer.reason}`
  if (layer.protocol === 'unknown') return `unknown ${layer.registry} ${layer.number}`
  return NAMES[layer.protocol] ?? layer.protocol
}

const NAMES: Readonly<Record<string, string>> = {
  ethernet: 'Ethernet',
  arp: 'ARP',
  vlan: 'VLAN',
  ipv4: 'IPv4',
  ipv6: 'IPv6',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  tcp: 'TCP',
  udp: 'UDP',
  gre: 'GRE',
  gue: 'GUE',
  vrrp: 'VRRP',
  dns: 'DNS',
}
