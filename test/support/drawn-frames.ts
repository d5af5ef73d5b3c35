import type { Hop, Journey, MacOwner } from '../../src/journey/types.ts'
import type { Frame } from '../../src/wire/types.ts'
import type { EvidenceBuilder } from './evidence.ts'
import * as make from './frames.ts'

/** The frames that captures of a drawn run would hold, octet by octet. */
export function framesOf(run: EvidenceBuilder): Frame[] {
  const frames = run.journeys.flatMap((journey) =>
    journey.hops.flatMap((hop) => {
      const bytes = bytesOf(run, journey, hop)
      return hop.sightings.map(({ frame, point, time }) => ({
        id: frame,
        point,
        time,
        bytes,
        originalLength: bytes.length,
      }))
    }),
  )
  return frames.toSorted((a, b) => a.id - b.id)
}

/** Who owns which MAC, by the run's kernels. */
export function ownersOf(run: EvidenceBuilder): MacOwner[] {
  return [...run.states.values()].flatMap(({ node, interfaces }) =>
    interfaces.flatMap(({ name, mac }) => (mac === undefined ? [] : [{ mac, node, interface: name }])),
  )
}

function bytesOf(run: EvidenceBuilder, journey: Journey, hop: Hop): Uint8Array {
  const link = { from: hop.sourceMac, to: hop.destinationMac }
  if (journey.kind === 'arp') return make.ethernet(link, arpOf(journey, hop), make.ARP_TYPE)
  return make.ethernet(link, packetOf(run, journey, hop))
}

function arpOf(journey: Journey, { sourceMac, destinationMac, source, destination }: Hop): Uint8Array {
  const sides = { senderMac: sourceMac, sender: source, target: destination }
  if (journey.neighbour?.kind === 'request') return make.arp({ operation: 'request', ...sides })
  return make.arp({ operation: 'reply', ...sides, targetMac: destinationMac })
}

function packetOf(
  run: EvidenceBuilder,
  journey: Journey,
  { source, destination, ttl, ...hop }: Hop,
): Uint8Array {
  const addresses = { source, destination, id: journey.id, ...(ttl !== undefined && { ttl }) }
  if (journey.icmp !== undefined) {
    const { type, code } = journey.icmp
    return make.ipv4({ ...addresses, protocol: 'icmp' }, make.icmp(type, code, 0, quoteFor(run, journey)))
  }
  const { sourcePort = 0, destinationPort = 0 } = hop
  const { sequence = 0, acknowledgement = 0, flags = '' } = journey
  const segment = { sourcePort, destinationPort, sequence, acknowledgement, flags }
  const payload = make.text('x'.repeat(journey.payloadLength))
  return make.ipv4({ ...addresses, protocol: 'tcp' }, make.tcp(segment, payload))
}

/** An ICMP error quotes the packet that it is about: its IP header and eight octets more (RFC 792). */
function quoteFor(run: EvidenceBuilder, error: Journey): Uint8Array {
  const exchange = run.exchanges.find(({ errors }) => errors.includes(error.id))
  const request = run.journeys.find(({ id }) => id === exchange?.requests[0])
  const hop = request?.hops.at(-1)
  if (request === undefined || hop === undefined) throw new Error(`error ${error.id} is about nothing`)
  return packetOf(run, request, hop).slice(0, 28)
}
