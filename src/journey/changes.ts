import type { Encapsulation, FieldChange, Hop } from './types.ts'

type Header = Omit<Hop, 'sightings' | 'changes'>

/** What a packet's header says on `hop` that it did not say on the hop before. */
export function changesBetween(before: Header, hop: Header): FieldChange[] {
  return [
    // A device without Ethernet addresses has not rewritten any.
    ...(before.sourceMac && hop.sourceMac ? macChanges(before, hop) : []),
    ...change('vlan', before.vlan ?? 'none', hop.vlan ?? 'none'),
    ...change('source', before.source, hop.source),
    ...change('source-port', before.sourcePort ?? 'none', hop.sourcePort ?? 'none'),
    ...change('destination', before.destination, hop.destination),
    ...change('destination-port', before.destinationPort ?? 'none', hop.destinationPort ?? 'none'),
    ...change('ttl', before.ttl ?? 'none', hop.ttl ?? 'none'),
    ...change('encapsulation', tunnelText(before.encapsulation), tunnelText(hop.encapsulation)),
    ...outerTtlChanges(before.encapsulation, hop.encapsulation),
    ...change('fragments', before.fragments ?? 1, hop.fragments ?? 1),
  ]
}

function macChanges(before: Header, hop: Header): FieldChange[] {
  return [
    ...change('source-mac', before.sourceMac, hop.sourceMac),
    ...change('destination-mac', before.destinationMac, hop.destinationMac),
  ]
}

function change(field: FieldChange['field'], from: string | number, to: string | number): FieldChange[] {
  return from === to ? [] : [{ field, from: String(from), to: String(to) }]
}

/** `none`, `ipip 10.0.0.2 10.1.0.11`; outermost first where there are several. */
function tunnelText(tunnels: readonly Encapsulation[]): string {
  const texts = tunnels.map(({ protocol, source, destination }) => `${protocol} ${source} ${destination}`)
  return texts.join(', ') || 'none'
}

/** Only where the tunnels are the same ones. */
function outerTtlChanges(before: readonly Encapsulation[], now: readonly Encapsulation[]): FieldChange[] {
  if (tunnelText(before) !== tunnelText(now)) return []
  return now.flatMap(({ ttl }, level) => change('outer-ttl', before[level]?.ttl ?? ttl, ttl))
}
