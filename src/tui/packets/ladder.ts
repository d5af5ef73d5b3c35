import type { RunView } from '../../events/view.ts'
import { nodeOf } from '../../report/hops.ts'
import type { Paint } from '../../report/paint.ts'
import { memo } from '../model/memo.ts'
import type { RunScreen, Size } from '../model/types.ts'
import { cut, fill, fillLeft } from '../view/text.ts'
import { windowOf } from '../view/window.ts'
import { arrowOf } from './arrow.ts'
import { bareLine, columnOf, hopLine, type Lifelines, lifelinesOf } from './lifelines.ts'
import { type LadderRow, ladderRows } from './rows.ts'

const TIME = '12345.678'.length
const SIGN = 2
/** Columns for what a packet is and what changed in it. */
const NARROWEST = 'SYN  MACs, TTL −1'.length
const WIDEST = 40
/** Columns from node to node, where there is room for them. */
const COMFORTABLE = 12

/** The ladder of the chosen group: nodes as lines, each hop an arrow. Only the rows that are seen are made. */
export function ladderLines({ view, packets }: RunScreen, { columns, rows }: Size, paint: Paint): string[] {
  const all = ladderRows(view, packets.group)
  const nodes = nodesOf(view, packets.group, all)
  const room = columns - SIGN - TIME - 3
  const labels = Math.max(NARROWEST, Math.min(WIDEST, room - nodes.length * COMFORTABLE))
  const lines = lifelinesOf(nodes, endsOf(all[packets.row], view), room - labels)
  const { from, to } = windowOf(all.length, packets.row, rows - 1)
  const shown = all.slice(from, to).map((row, index) => {
    const place = from + index
    const again = all[place - 1]?.journey === row.journey
    const state =
      place === packets.row ? 'current' : packets.playing && place > packets.row ? 'ahead' : 'seen'
    return rowLine(row, { lines, labels, state, marked: isMarked(row, packets.marked), again, view }, paint)
  })
  return [headLine(lines, labels, paint), ...shown]
}

/** Nodes that have to do with any packet of the group, in the order of the run. */
function nodesOf(view: RunView, group: number, rows: readonly LadderRow[]): readonly string[] {
  const all = [...new Set(view.points.map(nodeOf))]
  return group === 0 ? all : all.filter((node) => takingPart(view)(rows).has(node))
}

const takingPart = memo((view: RunView) =>
  memo((rows: readonly LadderRow[]) => new Set(rows.flatMap((row) => endsOf(row, view)))),
)

function endsOf(row: LadderRow | undefined, view: RunView): string[] {
  if (!row) return []
  const { from, to, missed } = arrowOf(row, view.names)
  return [...(from === undefined ? [] : [from]), ...to, ...(missed === undefined ? [] : [missed])]
}

const isMarked = ({ hop }: LadderRow, marked: ReadonlySet<number>): boolean =>
  hop.sightings.some(({ frame }) => marked.has(frame))

function headLine(lines: Lifelines, labels: number, paint: Paint): string {
  const [left, right] = lines.beyond
  const edges = [left > 0 && `‹${left}`, right > 0 && `${right}›`].filter(Boolean).join(' ')
  const title = fill(labels, edges === '' ? 'packet' : `packet  ${edges}`)
  const head = `${' '.repeat(SIGN)}${fillLeft(TIME, 'ms')} ${title}  `
  let names = ''
  for (const node of lines.nodes) {
    const name = cut(lines.gap - 1, node)
    const at = (columnOf(lines, node) ?? 0) - Math.floor((name.length - 1) / 2)
    names = names.padEnd(Math.max(at, names.length === 0 ? 0 : names.length + 1)) + name
  }
  return paint('dim', head) + paint('bold', cut(lines.width, names))
}

interface RowState {
  readonly lines: Lifelines
  readonly labels: number
  /** While the ladder plays, hops ahead are not seen yet. */
  readonly state: 'current' | 'seen' | 'ahead'
  readonly marked: boolean
  /** Whether the row above is of the same packet. */
  readonly again: boolean
  readonly view: RunView
}

function rowLine(
  row: LadderRow,
  { lines, labels, state, marked, again, view }: RowState,
  paint: Paint,
): string {
  const bare = `${' '.repeat(SIGN + TIME + 1 + labels + 2)}`
  if (state === 'ahead') return bare + paint('dim', bareLine(lines).join('').trimEnd())
  const drawn = hopLine(lines, arrowOf(row, view.names))
  const time = fillLeft(TIME, (row.time / 1e6).toFixed(3))
  // Below a hop of the same packet its name need not be repeated, and what changed has more room.
  const name = again ? '↳' : row.packet
  const label = fill(labels, row.changed === '' ? name : `${name} ${row.changed}`)
  if (state === 'current')
    return `${paint(['bold', 'inverse'], `› ${time} ${label} `)} ${paint('bold', drawn)}`
  const sign = paint('bold', marked ? '◆ ' : '  ')
  return `${sign}${paint('dim', time)} ${label.slice(0, name.length)}${paint('magenta', label.slice(name.length))}  ${drawn}`
}
