import type { RunView } from '../../../events/view.ts'
import type { NodeState } from '../../../verdict/types.ts'
import { stateFacts } from './facts.ts'

/** Sizes in CSS pixels; a letter of a fact is `LETTER` wide. */
export const SIZES = { LETTER: 7.3, LINE: 17, PAD: 12, GAP: 24, BAR: 26, WIRE: 30 } as const

/** A node as drawn. */
export interface Card {
  readonly name: string
  readonly isDirector: boolean
  readonly lines: readonly string[]
  readonly links: readonly Link[]
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Link {
  /** Place of the network. */
  readonly network: number
  readonly device: string
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly cards: readonly Card[]
  /** Upper edge of each network's bar. */
  readonly bars: readonly number[]
}

export type Sized = Omit<Card, 'x' | 'y' | 'height'>

/** Networks are bars, one below the other; a node stands between those that it joins, or at the outer side of its only one. */
export function layoutOf(view: RunView): Layout {
  const rows = rowsOf(view)
  const { tops, heights, bars, height } = stack(rows, view.networks.length)
  const width = Math.max(320, ...rows.map(rowWidth)) + 2 * SIZES.PAD
  const cards = rows.flatMap((row, index) => {
    let x = (width - rowWidth(row)) / 2
    return row.map((card) => {
      const placed = { ...card, x, y: tops[index] ?? 0, height: heights[index] ?? 0 }
      x += card.width + SIZES.GAP
      return placed
    })
  })
  return { width, height, cards, bars }
}

/** Whether a wire would pass behind another node's card, and look as if it came out of it. */
export function isTangled({ cards, bars }: Layout): boolean {
  return cards.some((card) =>
    card.links.some(({ network }, index) => {
      const [at, end] = [wireAt(card, index), bars[network] ?? 0]
      return cards.some(
        ({ x, y, width }) => between(y, card.y, end) && between(at, x - SIZES.PAD, x + width + SIZES.PAD),
      )
    }),
  )
}

const between = (value: number, one: number, other: number): boolean =>
  value > Math.min(one, other) && value < Math.max(one, other)

/** Where a card's wire to one of its networks stands: side by side. */
export const wireAt = ({ x, width, links }: Card, index: number): number =>
  x + (width * (index + 1)) / (links.length + 1)

const rowWidth = (row: readonly Sized[]): number =>
  row.reduce((sum, { width }) => sum + width + SIZES.GAP, -SIZES.GAP)

/** Row `r` lies above network `r`, the last one below them all. */
function rowsOf(view: RunView): Sized[][] {
  const rows: Sized[][] = Array.from({ length: view.networks.length + 1 }, () => [])
  for (const node of view.nodes) {
    const card = sized(view, node)
    rows[rowOf(view, card, isInFront(node, view.names))]?.push(card)
  }
  return rows
}

export function sized(view: RunView, node: NodeState): Sized {
  const lines = stateFacts(node, view.names)
  const letters = Math.max(node.node.length + 4, ...lines.map((line) => line.length))
  return {
    ...{ name: node.node, isDirector: node.ipvs.length > 0, lines, links: linksOf(view, node.node) },
    width: Math.round(letters * SIZES.LETTER) + 2 * SIZES.PAD,
  }
}

export function linksOf({ networks }: RunView, node: string): Link[] {
  return networks.flatMap(({ ports }, network) =>
    Object.values(ports)
      .filter((end) => end.startsWith(`${node}:`))
      .map((end) => ({ network, device: end.slice(node.length + 1) })),
  )
}

function rowOf({ networks }: RunView, { links }: Sized, inFront: boolean): number {
  const places = links.map(({ network }) => network)
  const [first, last] = [Math.min(...places), Math.max(...places)]
  if (places.length === 0) return 0
  if (first < last) return first + 1
  if (networks.length === 1) return inFront ? 0 : 1
  return first === 0 ? 0 : first + 1
}

/** A node whose address is called CIP or DIP: who asks, and every director, one without the service too. */
const isInFront = (node: NodeState, { addresses }: RunView['names']): boolean =>
  node.interfaces.some((one) =>
    one.addresses.some((cidr) => /^[CD]IP/.test(addresses[cidr.split('/')[0] ?? ''] ?? '')),
  )

/** From top to bottom: rows and bars in turn. */
function stack(rows: readonly (readonly Sized[])[], networks: number) {
  const { BAR, WIRE, LINE, PAD } = SIZES
  const [tops, heights, bars]: [number[], number[], number[]] = [[], [], []]
  let y = PAD
  for (const [index, row] of rows.entries()) {
    const lines = Math.max(0, ...row.map((card) => card.lines.length))
    const height = row.length === 0 ? 0 : (lines + 1) * LINE + 1.6 * PAD
    if (index > 0) y += WIRE
    tops.push(y)
    heights.push(height)
    y += height
    if (index === networks) break
    if (row.length > 0) y += WIRE
    bars.push(y)
    y += BAR
  }
  const lowest = rows.at(-1)?.length === 0 ? SIZES.WIRE : 0
  return { tops, heights, bars, height: y - lowest + PAD }
}
