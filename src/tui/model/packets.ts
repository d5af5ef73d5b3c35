import { currentOf } from '../packets/current.ts'
import { groupsOf } from '../packets/groups.ts'
import { ladderRows, rowOfFrames } from '../packets/rows.ts'
import { SPEEDS, STANDARD_SPEED } from '../packets/speeds.ts'
import { moved, stepOf } from './cursor.ts'
import type { PacketsState, RunScreen, Size } from './types.ts'

export const firstPackets: PacketsState = {
  ...{ group: 0, row: 0, playing: false, speed: STANDARD_SPEED },
  ...{ part: 'ladder', sighting: 0, marked: new Set() },
}

/** What a key does in the ladder; undefined where it is no key of it. */
export function packetsKey(screen: RunScreen, key: string, size: Size): PacketsState | undefined {
  const { packets } = screen
  const step = stepOf(key, size)
  if (step !== undefined) return packets.part === 'fields' ? fieldBy(screen, step) : rowBy(screen, step)
  switch (key) {
    case ' ':
      return played(screen)
    case 'n':
    case 'right':
      return rowBy(screen, 1)
    case 'p':
    case 'left':
      return rowBy(screen, -1)
    case ']':
      return groupBy(screen, 1)
    case '[':
      return groupBy(screen, -1)
    case '+':
    case '=':
      return { ...packets, speed: moved(packets.speed, 1, SPEEDS.length) }
    case '-':
      return { ...packets, speed: moved(packets.speed, -1, SPEEDS.length) }
    case 'enter':
      return { ...packets, playing: false, part: packets.part === 'ladder' ? 'fields' : 'ladder' }
    case 'm':
      return nextMarked(screen)
    case '*':
      return nextChanged(screen)
    case 'f':
      return { ...packets, sighting: packets.sighting + 1 }
  }
  return undefined
}

/** The ladder one hop further, as time passes; it stops at the end. */
export function playedOn(screen: RunScreen): PacketsState {
  const { packets, view } = screen
  const last = ladderRows(view, packets.group).length - 1
  if (packets.row >= last) return { ...packets, playing: false }
  return { ...at(packets, packets.row + 1), playing: packets.row + 1 < last }
}

/** The ladder at the first hop that one of the frames shows, with all of them marked. */
export function jumped(screen: RunScreen, frames: readonly number[]): PacketsState {
  const marked = new Set(frames)
  const row = rowOfFrames(ladderRows(screen.view, 0), marked) ?? 0
  return { ...at({ ...screen.packets, group: 0 }, row), marked, part: 'ladder' }
}

/** Pauses, or plays on; from the end, it begins again. */
function played({ packets, view }: RunScreen): PacketsState {
  const atEnd = packets.row >= ladderRows(view, packets.group).length - 1
  if (packets.playing) return { ...packets, playing: false }
  return { ...at(packets, atEnd ? 0 : packets.row), playing: true, part: 'ladder' }
}

function rowBy({ packets, view }: RunScreen, step: number): PacketsState {
  const count = ladderRows(view, packets.group).length
  return at(packets, Math.max(0, moved(packets.row, step, count)))
}

/** Another hop, with nothing chosen in its frame yet; whoever steps does not play. */
function at({ field: _, ...packets }: PacketsState, row: number): PacketsState {
  return { ...packets, row, sighting: 0, playing: false }
}

function groupBy({ packets, view }: RunScreen, step: number): PacketsState {
  return at({ ...packets, group: moved(packets.group, step, groupsOf(view).length) }, 0)
}

function fieldBy(screen: RunScreen, step: number): PacketsState {
  const current = currentOf(screen)
  if (!current) return screen.packets
  return { ...screen.packets, field: Math.max(0, moved(current.field, step, current.fields.length)) }
}

/** The next field that this hop changed, after the last one the first. */
function nextChanged(screen: RunScreen): PacketsState {
  const { fields, field } = currentOf(screen) ?? { fields: [], field: 0 }
  const places = fields.flatMap(({ changed }, place) => (changed ? [place] : []))
  const next = places.find((place) => place > field) ?? places[0]
  return next === undefined ? screen.packets : { ...screen.packets, playing: false, field: next }
}

/** The next hop that one of the marked frames shows, after the last one the first. */
function nextMarked({ packets, view }: RunScreen): PacketsState {
  const rows = ladderRows(view, packets.group)
  const behind = rowOfFrames(rows.slice(packets.row + 1), packets.marked)
  const next = behind === undefined ? rowOfFrames(rows, packets.marked) : packets.row + 1 + behind
  return next === undefined ? packets : at(packets, next)
}
