import { DATA_ID, type PacketData } from '../../browser/data.ts'
import type { RunView } from '../../events/view.ts'
import { html, jsonMarkup, type Markup } from './markup.ts'
import { overview } from './overview.ts'

/** The frame in which the page's script draws packets, and their data. Without the script it says what is missing. */
export function packetsBody(view: RunView, data: PacketData): Markup {
  if (data.journeys.length === 0) return html`<p class="none">No packets were followed.</p>`
  return html`${overview(view)}${view.happened.length > 0 && LEGEND}
<form id="filter" class="filter" aria-label="Which packets are shown">
${choice('protocol', 'Protocol', [...new Set(data.journeys.map(({ protocol }) => protocol))])}
${choice('node', 'Node', data.nodes)}
${choice(
  'conversation',
  'Conversation',
  data.conversations.map(({ id, title }) => [String(id), title] as const),
)}
<label>Text <input id="text" name="text" type="search" placeholder="SYN, 40001, TTL" autocomplete="off"></label>
<label class="check"><input name="judged" type="checkbox"> not passed</label>
<button type="reset">All packets</button> <output id="shown" aria-live="polite"></output>
<button type="button" id="help">Keys <kbd>?</kbd></button>
</form>
<noscript><p class="note">The packets are drawn by a script in this file.</p></noscript>
<div class="packets"><div id="ladder" class="ladder"></div><div id="detail" class="detail" tabindex="-1" role="region" aria-label="The packet chosen"></div></div>
<div id="printed"></div>${keys()}
<script type="application/json" id="${DATA_ID}">${jsonMarkup(data)}</script>`
}

const LEGEND = html`<p class="note">Broken lines are events of the timeline, shaded times those in which requests were lost.</p>`

function choice(
  name: string,
  label: string,
  options: readonly (string | readonly [string, string])[],
): Markup {
  const all = options.map((one) => (typeof one === 'string' ? ([one, one] as const) : one))
  return html`<label>${label} <select name="${name}"><option value="">all</option>${all.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`
}

const KEYS = [
  ['↑ ↓', 'one hop up or down'],
  ['Page Up, Page Down', 'one page'],
  ['Home, End', 'the first, the last'],
  ['n, p', 'the next packet, the one before'],
  ['v, V', 'the next hop that a failed verdict rests on, the one before'],
  ['c', 'only this conversation, or all again'],
  ['Enter', 'to the details; there, Tab goes on'],
  ['Esc', 'back to the packets'],
  ['/', 'to the filter'],
  ['?', 'this list'],
] as const

const keys = (): Markup => html`<dialog id="keys" aria-label="Keys"><h3>Keys</h3>
<dl>${KEYS.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>
<form method="dialog"><button>Close</button></form></dialog>`
