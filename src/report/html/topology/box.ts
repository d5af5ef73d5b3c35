import { html, type Markup } from '../markup.ts'
import { type Card, SIZES } from './layout.ts'

/** A node's card: its name, and what its kernel held. */
export function box({ name, isDirector, lines, x, y, width, height }: Card): Markup {
  const { PAD, LINE } = SIZES
  const facts = lines.map(
    (line, index) =>
      html`<text class="fact" x="${x + PAD}" y="${y + 22 + (index + 1) * LINE}" xml:space="preserve">${line}</text>`,
  )
  return html`<g class="node${isDirector && ' director'}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>
<text class="name" x="${x + PAD}" y="${y + 21}">${name}</text>${facts}</g>`
}
