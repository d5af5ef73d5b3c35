import type { Layer } from '../wire/layer.ts'
import type { Span } from '../wire/types.ts'
import type { Change } from './data.ts'

/** Octets of a frame in which the changed fields stand. */
export function changedSpans(layers: readonly Layer[], changes: readonly Change[]): Span[] {
  return changes.flatMap(({ field }) => {
    if (field === 'encapsulation') return tunnelSpans(layers)
    const place = PLACES[field]
    if (!place) return []
    const found = layers.filter(({ protocol }) => place.of.includes(protocol))
    const layer = place.outer ? found[0] : found.at(-1)
    return place.spans.flatMap((name) => layer?.spans[name] ?? [])
  })
}

const IP = ['ipv4', 'ipv6']
const PORTS = ['tcp', 'udp', 'tcp-start']
const TTL = ['ttl', 'hopLimit']

/** Headers that have the field, and how they call it; it is the innermost that counts, but for `outer` fields. */
interface Place {
  readonly of: readonly string[]
  readonly spans: readonly string[]
  readonly outer?: true
}

/** By the names of `journey` FieldChange. */
const PLACES: Readonly<Record<string, Place>> = {
  'source-mac': { of: ['ethernet'], spans: ['source'] },
  'destination-mac': { of: ['ethernet'], spans: ['destination'] },
  source: { of: IP, spans: ['source'] },
  destination: { of: IP, spans: ['destination'] },
  'source-port': { of: PORTS, spans: ['sourcePort'] },
  'destination-port': { of: PORTS, spans: ['destinationPort'] },
  ttl: { of: IP, spans: TTL },
  vlan: { of: ['vlan'], spans: ['id'] },
  'outer-ttl': { of: IP, spans: TTL, outer: true },
}

/** The outer headers whole: everything from the outermost IP header to the innermost. */
function tunnelSpans(layers: readonly Layer[]): Span[] {
  const ip = layers.filter(({ protocol }) => IP.includes(protocol))
  const [outer, inner] = [ip[0], ip.at(-1)]
  return outer && inner && outer !== inner ? [{ start: outer.start, end: inner.start }] : []
}
