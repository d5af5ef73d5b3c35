import type { Frame } from '../wire/types.ts'
import { correlate } from './correlate.ts'
import { type Step, stepsOf } from './hops.ts'
import { nodeOfPoint, type Owners, ownersOf } from './owners.ts'
import type { MacOwner, Sighting } from './types.ts'

/** What a frame comes after, as places in the list of frames. */
interface Causes {
  /** The one before it at its own capture point. */
  readonly atPoint: readonly (number | undefined)[]
  /** The same packet, one step earlier on its way: where it was sent, or where its sender had got it. */
  readonly onWay: readonly (number | undefined)[]
}

/** Frames in order of time, and those of each moment in causal order. `frames` of one point as they were captured. */
export function inOrder<Any extends Frame>(frames: readonly Any[], owners: readonly MacOwner[]): Any[] {
  const moments = Map.groupBy(
    frames.toSorted((one, other) => one.time - other.time),
    ({ time }) => time,
  )
  return [...moments.values()].flatMap((moment) => inCausalOrder(moment, owners))
}

/**
 * Puts frames that carry one timestamp in an order in which they can have happened: each capture point keeps its own
 * order, a frame leaves before it arrives, and a node gets a packet before it sends it on. What nothing orders comes
 * as late as something else needs it, and arrives as soon as it was sent. Of several nodes with one MAC, the first in
 * the list counts as the sender.
 * @param frames of one moment; those of one point in the order in which they were captured
 */
export function inCausalOrder<Any extends Frame>(frames: readonly Any[], owners: readonly MacOwner[]): Any[] {
  if (new Set(frames.map(({ point }) => point)).size < 2) return [...frames]
  const causes = { atPoint: precedingAtPoint(frames), onWay: precedingOnWay(frames, ownersOf(owners)) }
  const search = new Search(causes)
  for (const place of frames.keys()) search.need(place)
  return search.order.map((place) => frames[place] as Any)
}

function precedingAtPoint(frames: readonly Frame[]): Causes['atPoint'] {
  const last = new Map<string, number>()
  return frames.map(({ point }, place) => {
    const before = last.get(point)
    last.set(point, place)
    return before
  })
}

function precedingOnWay(frames: readonly Frame[], owners: Owners): Causes['onWay'] {
  const numbered = frames.map((frame, place) => ({ ...frame, id: place, time: 0 }))
  const before: (number | undefined)[] = frames.map(() => undefined)
  for (const journey of correlate(numbered)) {
    const steps = stepsOf(journey, owners)
    for (const [index, { hop }] of steps.entries())
      for (const sighting of hop.sightings)
        before[sighting.frame] = stepBefore(sighting, hop, steps[index - 1])
  }
  return before
}

/** Others see a frame after its sender; the sender, after the packet came to it. */
function stepBefore(
  { frame, point }: Sighting,
  { sightings: [first] }: Step['hop'],
  before: Step | undefined,
): number | undefined {
  if (first?.direction === 'out' && first.frame !== frame) return first.frame
  const here = before?.hop.sightings.find((one) => nodeOfPoint(one.point) === nodeOfPoint(point))
  return (here ?? before?.hop.sightings[0])?.frame
}

/** A depth-first search for what each frame needs: a topological order (Cormen, Leiserson, Rivest, Stein, 22.4). */
class Search {
  readonly order: number[] = []
  private readonly placed = new Set<number>()
  private readonly begun = new Set<number>()
  private readonly causes: Causes
  /** For each frame those that come after it on the way of their packet. */
  private readonly sentTo: ReadonlyMap<number | undefined, readonly number[]>

  constructor(causes: Causes) {
    this.causes = causes
    this.sentTo = Map.groupBy(causes.onWay.keys(), (place) => causes.onWay[place])
  }

  /** Places a frame behind all that it needs. */
  need(place: number): void {
    const waiting = [place]
    for (let one = waiting.at(-1); one !== undefined; one = waiting.at(-1)) {
      this.begun.add(one)
      const open = this.openCause(one)
      if (open !== undefined) waiting.push(open)
      else this.place(waiting.pop() as number)
    }
  }

  private openCause(place: number): number | undefined {
    const { onWay, atPoint } = this.causes
    return [onWay[place], atPoint[place]].find(
      (cause) => cause !== undefined && !this.begun.has(cause) && !this.placed.has(cause),
    )
  }

  /** Should packets have been confused so that they wait for each other, the order at each point holds all the same. */
  private place(place: number): void {
    if (this.placed.has(place)) return
    const before = this.causes.atPoint[place]
    if (before !== undefined) this.place(before)
    this.placed.add(place)
    this.order.push(place)
    for (const next of this.sentTo.get(place) ?? []) if (this.isNext(next)) this.place(next)
  }

  private isNext(place: number): boolean {
    const before = this.causes.atPoint[place]
    return !this.placed.has(place) && (before === undefined || this.placed.has(before))
  }
}
