import type { Frame } from '../../wire/types.ts'
import type { PacketsState, RunScreen } from '../model/types.ts'
import { type FieldRow, fieldRows } from './fields.ts'
import { type LadderRow, ladderRows } from './rows.ts'

/** The hop that the user looks at, with one of its frames taken apart. */
export interface Current {
  readonly row: LadderRow
  readonly sighting: LadderRow['hop']['sightings'][number]
  readonly frame?: Frame
  readonly fields: readonly FieldRow[]
  /** Place of the chosen field. */
  readonly field: number
}

/** What is selected in the ladder of a run; undefined where no packet is. */
export function currentOf({ view, frames, packets }: RunScreen): Current | undefined {
  const row = ladderRows(view, packets.group)[packets.row]
  const sighting = row?.hop.sightings[packets.sighting % row.hop.sightings.length]
  if (!row || !sighting) return undefined
  const frame = frames?.[sighting.frame - 1]
  if (!frame) return { row, sighting, fields: [], field: 0 }
  const fields = fieldRows(frame, previousFrame(row, frames), view.names)
  return { row, sighting, frame, fields, field: chosenField(fields, packets) }
}

function previousFrame({ journey, index }: LadderRow, frames: readonly Frame[]): Frame | undefined {
  const before = journey.hops[index - 1]?.sightings[0]
  return before && frames[before.frame - 1]
}

function chosenField(fields: readonly FieldRow[], { field }: PacketsState): number {
  if (field !== undefined) return Math.min(field, fields.length - 1)
  return Math.max(
    0,
    fields.findIndex(({ changed }) => changed),
  )
}
