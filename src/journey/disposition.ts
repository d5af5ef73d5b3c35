import { isInsideNode, type Step } from './hops.ts'
import { isGroupMac, type Owners } from './owners.ts'
import type { Disposition, Hop } from './types.ts'

/** What became of a packet. `captured` are the points where frames, of any packet, would have been seen. */
export function dispositionOf(
  steps: readonly Step[],
  owners: Owners,
  captured: ReadonlySet<string>,
): Disposition {
  const last = steps.at(-1)?.hop
  if (last === undefined) return 'unknown'
  if (wentRound(steps)) return 'looped'
  if (isInsideNode(last)) return 'received'
  if (isGroupMac(last.destinationMac)) return 'broadcast'
  if (last.sightings.some(({ direction }) => direction === 'in')) return 'received'
  return couldBeSeenArriving(last, owners, captured) ? 'lost' : 'unknown'
}

/** The packet passed a segment again with nothing changed but the TTL: whoever forwards it will do so again. */
function wentRound(steps: readonly Step[]): boolean {
  const segments = steps.map(({ hop }) => segmentText(hop))
  return new Set(segments).size < segments.length
}

function segmentText({ ttl: _, encapsulation, sightings: __, changes: ___, ...hop }: Hop): string {
  const tunnels = encapsulation.map(({ protocol, source, destination }) => [protocol, source, destination])
  return JSON.stringify([hop, tunnels])
}

/**
 * Whether "nobody received it" follows from nobody having seen it: the owner's interface is captured, or all
 * owners are known and the MAC is none of theirs.
 */
function couldBeSeenArriving(hop: Hop, owners: Owners, captured: ReadonlySet<string>): boolean {
  if (owners.isOwned(hop.destinationMac)) {
    return owners.pointsOf(hop.destinationMac).some((point) => captured.has(point))
  }
  return owners.size > 0
}
