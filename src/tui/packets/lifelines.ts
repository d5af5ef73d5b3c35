import type { Arrow } from './arrow.ts'

/** Columns at which the nodes' lines stand. */
export interface Lifelines {
  readonly nodes: readonly string[]
  /** Columns from one line to the next. */
  readonly gap: number
  readonly width: number
  /** Nodes without room, on the left and on the right. */
  readonly beyond: readonly [left: number, right: number]
}

const NARROWEST = 7
const WIDEST = 18

/** As many of the nodes as have room, `needed` among them. */
export function lifelinesOf(nodes: readonly string[], needed: readonly string[], width: number): Lifelines {
  const room = Math.max(2, Math.floor(width / NARROWEST))
  const last = Math.max(0, ...needed.map((node) => nodes.indexOf(node)))
  const from = Math.max(0, Math.min(last + 1 - room, nodes.length - room))
  const shown = nodes.slice(from, from + room)
  const gap = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(width / Math.max(1, shown.length))))
  return { nodes: shown, gap, width, beyond: [from, nodes.length - from - shown.length] }
}

/** Column of a node's line; undefined for one that has no room. */
export function columnOf({ nodes, gap }: Lifelines, node: string | undefined): number | undefined {
  const place = node === undefined ? -1 : nodes.indexOf(node)
  return place < 0 ? undefined : place * gap + Math.floor(gap / 2)
}

/** The lines with nothing between them. */
export function bareLine(lines: Lifelines): string[] {
  const cells = Array.from({ length: lines.width }, () => ' ')
  for (const node of lines.nodes) cells[columnOf(lines, node) ?? 0] = '│'
  return cells
}

/** The lines with one hop drawn between them; what has no room is beyond the edge. */
export function hopLine(lines: Lifelines, arrow: Arrow): string {
  const cells = bareLine(lines)
  const at = (node: string) => columnOf(lines, node) ?? []
  const from = columnOf(lines, arrow.from) ?? (arrow.from === undefined ? undefined : 0)
  if (from === undefined) for (const column of arrow.to.flatMap(at)) cells[column] = '●'
  else {
    for (const column of arrow.flooded.flatMap(at))
      reach(cells, from, column, { line: '·', right: '▹', left: '◃' })
    for (const column of arrow.to.flatMap(at))
      reach(cells, from, column, { line: '─', right: '►', left: '◄' })
    if (arrow.lost) loseAt(cells, lines, from, columnOf(lines, arrow.missed))
  }
  return cells.join('').trimEnd()
}

interface Ink {
  readonly line: string
  readonly right: string
  readonly left: string
}

/** Draws from one column to just before another. */
function reach(cells: string[], from: number, to: number, { line, right, left }: Ink): void {
  const step = to > from ? 1 : -1
  cells[from] = line === '─' ? joint(cells[from], step) : (cells[from] ?? '│')
  for (let column = from + step; column !== to; column += step) cells[column] = drawn(cells[column], line)
  cells[to - step] = step > 0 ? right : left
}

/** Where an arrow begins; a dot where arrows go to both sides. */
const joint = (cell: string | undefined, step: 1 | -1): string => {
  const other = step > 0 ? '┤' : '├'
  return cell === other || cell === '●' ? '●' : step > 0 ? '├' : '┤'
}

/** A line that crosses another one; a head that is there already stays. */
function drawn(cell: string | undefined, line: string): string {
  if (cell === '►' || cell === '◄') return cell
  if (cell === '│' || cell === '┼') return line === '─' ? '┼' : cell
  return line
}

/** An arrow that ends in nothing, towards whom it was meant for. */
function loseAt(cells: string[], lines: Lifelines, from: number, missed: number | undefined): void {
  const to = missed !== undefined && missed !== from ? missed : from + lines.gap
  const step = to > from ? 1 : -1
  const end = Math.max(0, Math.min(lines.width - 1, from + step * Math.max(3, Math.floor(lines.gap / 2))))
  reach(cells, from, end + step, { line: '─', right: '✗', left: '✗' })
}
