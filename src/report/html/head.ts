import type { RunView } from '../../events/view.ts'
import { count, seconds } from '../text.ts'
import { html, type Markup } from './markup.ts'

/** Outcome, lab, change, and the facts of the run. */
export function head(view: RunView): Markup {
  const { start, end } = view
  const outcome = end?.outcome ?? 'unfinished'
  return html`<header class="head">
<p class="outcome ${outcome}">${outcome}</p>
<h1>${start?.lab ?? 'A run'}<small>${start?.title}</small></h1>
${
  start?.change &&
  html`<p class="change"><strong>${start.change.kind} ${start.change.name}</strong> ${start.change.title}</p>`
}
<dl class="facts">${factsOf(view).map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>
${problem(view)}
</header>`
}

function factsOf({ start, end, verdicts, captures }: RunView): (readonly [string, Markup | string])[] {
  const frames = captures.reduce((sum, one) => sum + one.frames, 0)
  const facts: (readonly [string, Markup | string | undefined])[] = [
    ['Verdicts', verdicts.length > 0 ? totals(verdicts.map(({ status }) => status)) : undefined],
    ['Frames', captures.length > 0 ? `${frames} at ${count(captures.length, 'point')}` : undefined],
    ['Took', end && seconds(end.milliseconds)],
    ['Begun', start && html`<time datetime="${start.startedAt}">${clock(start.startedAt)}</time>`],
    ['Kernel', start?.kernel && `${start.kernel}: ${start.kernelReason ?? ''}`],
    ['Clock', start?.clock],
    ['Seed', start?.seed],
    ['Lab file', start?.file],
    ['Artifacts', start?.out],
  ]
  return facts.flatMap(([term, fact]) => (fact ? [[term, fact] as const] : []))
}

const clock = (iso: string): string => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')

function totals(statuses: readonly string[]): string {
  const groups = [...Map.groupBy(statuses, (status) => status)]
  return groups.map(([status, same]) => `${same.length} ${status}`).join(', ')
}

function problem({ end }: RunView): Markup | undefined {
  if (!end) return html`<p class="problem">The run was ended before it could say how it ended.</p>`
  const { problem } = end
  return (
    problem &&
    html`<div class="problem"><p>${problem.message}</p>${problem.detail && html`<pre>${problem.detail}</pre>`}
${problem.remedy && html`<p>Remedy: ${problem.remedy}</p>`}</div>`
  )
}
