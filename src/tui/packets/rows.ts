import type { RunView } from '../../events/view.ts'
import { named } from '../../journey/notation.ts'
import type { Hop, Journey } from '../../journey/types.ts'
import { changesText } from '../../report/hops.ts'
import { memo } from '../model/memo.ts'
import { groupsOf, type PacketGroup } from './groups.ts'

/** One hop of a packet: a row of the ladder. */
export interface LadderRow {
  readonly journey: Journey
  readonly hop: Hop
  /** Place of the hop on its journey. */
  readonly index: number
  /** What packet it is, `SYN`. */
  readonly packet: string
  /** What the hop changed, `MACs, TTL −1`. */
  readonly changed: string
  /** Its first frame, and when that was, in nanoseconds since the first of the run. */
  readonly frame: number
  readonly time: number
}

/** The hops of a group in the order in which they were seen, made once for each run. */
export const ladderRows = (view: RunView, group: number): readonly LadderRow[] => {
  const found = groupsOf(view)[group]
  return found ? rowsOfGroup(view)(found) : []
}

const rowsOfGroup = memo((view: RunView) =>
  memo((group: PacketGroup): readonly LadderRow[] =>
    group.journeys.flatMap((journey) => hopRows(view, journey)).toSorted((a, b) => a.frame - b.frame),
  ),
)

const hopRows = (view: RunView, journey: Journey): LadderRow[] =>
  journey.hops.map((hop, index) => ({
    ...{ journey, hop, index },
    packet: named(journey.summary, view.names),
    changed: changesText(hop.changes, view.names),
    frame: Math.min(...hop.sightings.map(({ frame }) => frame)),
    time: Math.min(...hop.sightings.map(({ time }) => time)),
  }))

/** Row of a group in which one of the frames was seen; undefined where none was. */
export function rowOfFrames(rows: readonly LadderRow[], frames: ReadonlySet<number>): number | undefined {
  const place = rows.findIndex(({ hop }) => hop.sightings.some(({ frame }) => frames.has(frame)))
  return place < 0 ? undefined : place
}
