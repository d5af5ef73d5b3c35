import type { RunView } from '../../../events/view.ts'
import type { NetworkState } from '../../../verdict/types.ts'
import { html, type Markup } from '../markup.ts'
import { box } from './box.ts'
import { type Card, SIZES, sized } from './layout.ts'

/** Between two rails, between two names of networks, and from a card's top to its wire. */
const RAILS = { STEP: 22, LINE: 20, WIRE: 16 } as const

/** A drawing of its own size. */
export interface Drawn {
  readonly width: number
  readonly height: number
  readonly parts: readonly Markup[]
}

/**
 * The topology for many networks: each is a rail from top to bottom, named where it begins, and a node stands beside
 * them with a wire that has a dot on every rail that it is connected to. No wire passes another node.
 */
export function railsOf(view: RunView): Drawn {
  const { PAD, GAP } = SIZES
  const x = 2 * PAD + view.networks.length * RAILS.STEP
  let y = 2 * PAD + view.networks.length * RAILS.LINE
  const cards = view.nodes.map((node): Card => {
    const card = sized(view, node)
    const height = (card.lines.length + 1) * SIZES.LINE + 1.6 * PAD
    const placed = { ...card, x, y, height }
    y += height + GAP / 2
    return placed
  })
  return {
    width: x + Math.max(320, ...cards.map(({ width }) => width)) + PAD,
    height: y + PAD,
    parts: [
      ...view.networks.map((network, place) => rail(network, place, y)),
      ...cards.map(wire),
      ...cards.map(box),
    ],
  }
}

const railAt = (place: number): number => SIZES.PAD + (place + 0.5) * RAILS.STEP

function rail({ network, vlan, bridge }: NetworkState, place: number, bottom: number): Markup {
  const [at, top] = [railAt(place), SIZES.PAD + (place + 0.5) * RAILS.LINE]
  const tag = vlan === undefined || bridge === undefined ? '' : `, VLAN ${vlan} of ${bridge}`
  return html`<g class="rail"><line x1="${at}" y1="${top}" x2="${at}" y2="${bottom}"/><text x="${at + 8}" y="${top + 4}">${network}${tag}</text></g>`
}

/** One wire for all links: which device is on which network, the addresses in the card tell. */
function wire({ links, x, y }: Card): Markup {
  const at = y + RAILS.WIRE
  const rails = [...new Set(links.map(({ network }) => railAt(network)))]
  const dots = rails.map((rail) => html`<circle cx="${rail}" cy="${at}" r="4"/>`)
  return html`<g class="wire"><line x1="${Math.min(x, ...rails)}" y1="${at}" x2="${x}" y2="${at}"/>${dots}</g>`
}
