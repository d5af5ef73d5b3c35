import type { RunView } from '../../../events/view.ts'
import { html, type Markup } from '../markup.ts'
import { box } from './box.ts'
import { type Card, isTangled, type Layout, layoutOf, SIZES, wireAt } from './layout.ts'
import { railsOf } from './rails.ts'

/** The topology as the kernels told it after the probes, drawn. */
export function topologyBody(view: RunView): Markup {
  if (view.nodes.length === 0) return html`<p class="none">The run ended before the kernels were asked.</p>`
  const layout = layoutOf(view)
  const { width, height, parts } = isTangled(layout)
    ? railsOf(view)
    : { ...layout, parts: barsOf(view, layout) }
  return html`<div class="drawing" tabindex="0" role="region" aria-label="Drawing of the topology">
<svg class="topology" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${spoken(view)}">
${parts}
</svg></div>`
}

/** Networks as bars, and nodes between them. */
function barsOf({ networks }: RunView, layout: Layout): Markup[] {
  const { width, cards, bars } = layout
  return [
    ...networks.map(({ network }, index) => bar(network, bars[index] ?? 0, width)),
    ...cards.flatMap((card) => wires(card, layout)),
    ...cards.map(box),
  ]
}

const spoken = ({ nodes, networks }: RunView): string =>
  networks
    .map(({ network, ports }) => `${network} joins ${Object.values(ports).join(', ')}`)
    .join('; ')
    .concat(`; ${nodes.length} nodes`)

function bar(network: string, y: number, width: number): Markup {
  const { PAD, BAR } = SIZES
  return html`<g class="network"><rect x="${PAD}" y="${y}" width="${width - 2 * PAD}" height="${BAR}" rx="5"/>
<text x="${2 * PAD}" y="${y + 17}">${network}</text></g>`
}

/** Lines from a card to its networks, side by side, each with the name of the device; a dot tells where one ends from where it passes. */
function wires(card: Card, { bars }: Layout): Markup[] {
  const { links, y, height } = card
  return links.map(({ network, device }, index) => {
    const top = bars[network] ?? 0
    const at = wireAt(card, index)
    const [from, to] = top > y ? [y + height, top] : [top + SIZES.BAR, y]
    const label = top > y ? to - 11 : from + 19
    const end = top > y ? to : from
    return html`<g class="wire"><line x1="${at}" y1="${from}" x2="${at}" y2="${to}"/><circle cx="${at}" cy="${end}" r="3.5"/><text x="${at + 6}" y="${label}">${device}</text></g>`
  })
}
