import type { Frame } from '../wire/types.ts'
import { changesBetween } from './changes.ts'
import { describeHop, type HopHeader } from './describe-hop.ts'
import { isGroupMac, NO_MAC, nodeOfPoint, type Owners } from './owners.ts'
import { inPathOrder, type Placed } from './path-order.ts'
import { readFrame } from './reading.ts'
import { type DescribedHop, joinTagged } from './tagged.ts'
import type { Direction, Hop, Sighting } from './types.ts'

/** A hop with the places that it leads from and to: nodes, or MACs where nobody is known to own them. */
export interface Step {
  readonly hop: Hop
  readonly from: string
  readonly to: string
}

interface PlacedHop extends Placed {
  readonly header: HopHeader & Pick<Hop, 'fragments'>
  readonly sightings: readonly Sighting[]
}

/**
 * The hops of one journey in the order in which the packet took them, each compared with the one before.
 * `hops` holds the frames of each, as the correlator told them apart.
 */
export function stepsOf(hops: readonly (readonly Frame[])[], owners: Owners): Step[] {
  const described = hops.map((frames) => ({ frames, header: describeHop(readFrame(frames[0] as Frame)) }))
  const ordered = inPathOrder(joinTagged(described).map((one) => placeHop(one, owners)))
  return ordered.map(({ header, sightings, from, to }, index) => {
    const before = ordered[index - 1]
    const changes = before ? changesBetween(before.header, header) : []
    return { from, to, hop: { ...header, sightings, changes } }
  })
}

function placeHop({ frames, header: described }: DescribedHop, owners: Owners): PlacedHop {
  const header = { ...described, ...fragmentsOf(frames) }
  const ends = endsOf(header, frames, owners)
  const sightings = sightingsOf(header, ends, frames, owners)
  const first = sightings[0] as Sighting
  return {
    header,
    sightings,
    ...ends,
    time: first.time,
    frame: first.frame,
    ttls: [header.ttl ?? 0, ...header.encapsulation.map(({ ttl }) => ttl)],
  }
}

/** Where a hop leads from and to. */
type Ends = Pick<Step, 'from' | 'to'>

/** Of several nodes with one MAC, the first that saw the frame sent it, and the first of the others received it. */
function endsOf(header: HopHeader, frames: readonly Frame[], owners: Owners): Ends {
  const seers = frames.map(({ point }) => nodeOfPoint(point))
  const [first = ''] = seers
  if (isInsideNode(header)) return { from: first, to: first }
  const [senders, receivers] = [header.sourceMac, header.destinationMac].map((mac) => owners.nodesOf(mac))
  const from = senders?.length ? (seers.find((node) => senders.includes(node)) ?? senders[0]) : undefined
  const others = seers.filter((node) => node !== from)
  const to = receivers?.length ? (others.find((node) => receivers.includes(node)) ?? receivers[0]) : undefined
  return { from: from ?? header.sourceMac, to: to ?? header.destinationMac }
}

/** One point sees one hop once, unless in fragments. */
function fragmentsOf(frames: readonly Frame[]): Pick<Hop, 'fragments'> {
  const points = Map.groupBy(frames, ({ point }) => point)
  const fragments = Math.max(...[...points.values()].map(({ length }) => length))
  return fragments > 1 ? { fragments } : {}
}

/** On tunnel devices and loopback, without addresses of their own, a packet does not leave its node. */
export function isInsideNode({ sourceMac }: Pick<Hop, 'sourceMac'>): boolean {
  return sourceMac === '' || sourceMac === NO_MAC
}

/** In order of time; where times tie, the sender's before the receivers'. `frames` in order of capture. */
function sightingsOf(header: HopHeader, ends: Ends, frames: readonly Frame[], owners: Owners): Sighting[] {
  const isOut = ({ direction }: Sighting) => Number(direction === 'out')
  return frames
    .map(({ id, point, time }) => ({
      frame: id,
      point,
      time,
      direction: directionAt(point, header, ends, owners),
    }))
    .sort((a, b) => a.time - b.time || isOut(b) - isOut(a))
}

function directionAt(point: string, header: HopHeader, { from, to }: Ends, owners: Owners): Direction {
  const owns = (mac: string, node: string) =>
    owners.pointsOf(mac).includes(point) && nodeOfPoint(point) === node
  if (isInsideNode(header)) return 'unknown'
  if (owns(header.sourceMac, from)) return 'out'
  if (isGroupMac(header.destinationMac)) return 'in'
  if (owns(header.destinationMac, to)) return 'in'
  return owners.isPoint(point) ? 'flooded' : 'unknown'
}
