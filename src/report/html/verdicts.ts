import type { RunView } from '../../events/view.ts'
import type { Diagnosis, Verdict } from '../../verdict/types.ts'
import { listed } from '../text.ts'
import { html, type Markup } from './markup.ts'
import { folded } from './sheet.ts'

/** Each promise with what was expected and observed, the frames that decided, and the diagnosis. */
export function verdictsBody({ verdicts }: RunView): Markup {
  if (verdicts.length === 0) return html`<p class="none">Nothing was judged.</p>`
  const told = new Map<string, string>()
  const [open, kept] = [verdicts.filter(isOpen), verdicts.filter((verdict) => !isOpen(verdict))]
  const cards = (some: readonly Verdict[]) =>
    html`<ul class="verdicts">${some.map((one) => card(one, told))}</ul>`
  return html`${open.length > 0 && cards(open)}${kept.length > 0 && cards(kept)}`
}

const isOpen = ({ status }: Verdict): boolean => status !== 'pass'

/** Id of a verdict's element, to link to. */
const anchor = (expectation: string): string => `verdict-${expectation}`

function card(verdict: Verdict, told: Map<string, string>): Markup {
  const { status, title, expectation } = verdict
  const summary = html`<span class="status ${status}">${status}</span> <span class="promise">${title}</span>
<code>${expectation}</code>`
  return html`<li id="${anchor(expectation)}">${folded(summary, facts(verdict, told), isOpen(verdict))}</li>`
}

function facts(
  { expectation, expected, observed, frames, diagnosis }: Verdict,
  told: Map<string, string>,
): Markup {
  const rows: Row[] = [
    ['expected', expected],
    ['observed', linked(observed)],
    ...(diagnosis ? diagnosed(expectation, diagnosis, told) : []),
    ['frames', frames.length > 0 ? frameLinks(frames) : undefined],
  ]
  const lines = rows.flatMap(([term, fact]) => (fact ? [html`<dt>${term}</dt><dd>${fact}</dd>`] : []))
  return html`<dl class="why">${lines}</dl>`
}

type Row = readonly [string, Markup | string | undefined]

/** A diagnosis that was given before is not spelt out again. */
function diagnosed(expectation: string, diagnosis: Diagnosis, told: Map<string, string>): Row[] {
  const { cause, nodes, divergence, text, remedy } = diagnosis
  const where = nodes.length > 0 ? `${cause} on ${listed(nodes)}` : cause
  const before = told.get(text)
  if (before !== undefined)
    return [['cause', html`${where}, as for <a href="#${anchor(before)}">${before}</a>`]]
  told.set(text, expectation)
  return [
    ['cause', where],
    ['diverged', divergence && linked(divergence)],
    ['why', linked(text)],
    ['remedy', remedy && html`<code class="remedy">${remedy}</code>`],
  ]
}

/** A text in which the frames that it names lead to them. */
function linked(text: string): Markup {
  const parts = text.split(/(frames? \d+(?:, \d+)*)/)
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : numbersLinked(part)))}`
}

const numbersLinked = (text: string): Markup =>
  html`${text.split(/(\d+)/).map((part, index) => (index % 2 === 0 ? part : frameLink(part)))}`

const frameLink = (id: string | number): Markup => html`<a href="#frame-${id}">${id}</a>`

/** Frames that are named one by one; a verdict about a transfer rests on thousands. */
const MOST_FRAMES = 40

function frameLinks(frames: readonly number[]): Markup {
  const links = frames.slice(0, MOST_FRAMES).map((id) => html`${frameLink(id)} `)
  return html`${links}${frames.length > MOST_FRAMES && `and ${frames.length - MOST_FRAMES} more`}`
}
