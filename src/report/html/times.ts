import type { RunView, StepView } from '../../events/view.ts'
import { count, seconds } from '../text.ts'
import { momentsOf } from '../timeline/moments.ts'
import { courseOf, seriesOf } from '../timeline/series.ts'
import { html, type Markup } from './markup.ts'
import { folded, sheet } from './sheet.ts'

/** How long each step took, and how each probe's attempts ended. */
export function stepsBody(view: RunView): Markup {
  const longest = Math.max(1, ...view.steps.map(millisecondsOf))
  const rows = view.steps.map((step) => [
    ...[step.title, step.state === 'done' ? seconds(step.milliseconds) : step.state],
    share(millisecondsOf(step) / longest),
    step.state === 'done' ? step.detail : undefined,
  ])
  return html`${sheet('Steps', ['step', 'took', 'share', 'detail'], rows)}${folded(attemptsText(view), html`${probes(view)}`)}`
}

const millisecondsOf = (step: StepView): number => (step.state === 'done' ? step.milliseconds : 0)

const share = (part: number): Markup =>
  html`<svg class="share" width="120" height="8" aria-hidden="true"><rect width="${(120 * part).toFixed(1)}" height="8" rx="2"/></svg>`

const attemptsText = ({ probes }: RunView): string =>
  `${count(
    probes.reduce((sum, { attempts }) => sum + attempts.length, 0),
    'attempt',
  )} of ${count(probes.length, 'probe')}`

const probes = ({ probes }: RunView): Markup | undefined =>
  sheet(
    'Attempts',
    ['probe', 'from', 'outcome', 'server', 'took', 'port'],
    probes.flatMap(({ probe, from, attempts }) =>
      attempts
        .slice(0, MOST_ATTEMPTS)
        .map(({ outcome, server, milliseconds, localPort }) => [
          ...[probe, from, outcome, server],
          `${milliseconds.toFixed(1)} ms`,
          localPort,
        ]),
    ),
  )

/** Of a steady probe there are hundreds, and the timeline tells of those that were lost. */
const MOST_ATTEMPTS = 50

/** Everything that a timeline showed, each time a link to the packets of then; undefined for a lab without one. */
export function timelineBody(view: RunView): Markup | undefined {
  const zero = (view.happened.find(({ event }) => event === 'begin')?.at ?? 0) - view.origin
  const rows = seriesOf(momentsOf(view)).map((series) => {
    const [{ at, who, what }] = series
    const packets = Math.max(0, Math.round((zero + at) * 1e6))
    return [html`<a href="#time-${packets}">${(at / 1000).toFixed(3)}</a>`, who, what + courseOf(series)]
  })
  return sheet('Seconds since the timeline began', ['s', 'who', 'what'], rows)
}
