import type { RunView } from '../../events/view.ts'
import { outagesOf, type Steady } from '../timeline/outages.ts'
import { html, type Markup } from './markup.ts'

const WIDTH = 1000
const HEIGHT = 46
const BINS = 250

/** Frames over time, with the timeline's events and outages: what happened when, at a glance. */
export function overview(view: RunView): Markup {
  const times = view.journeys.flatMap(({ hops }) =>
    hops.flatMap(({ sightings }) => sightings.map(({ time }) => time)),
  )
  const end = times.reduce((latest, time) => Math.max(latest, time), 1)
  const x = (nanoseconds: number) => ((nanoseconds / end) * WIDTH).toFixed(1)
  const since = (at: number) => (at - view.origin) * 1e6
  const bands = outageSpans(view).map(([from, to]) => {
    const [left, right] = [Math.max(0, since(from)), Math.min(end, since(to))]
    return html`<rect class="outage" x="${x(left)}" y="0" width="${x(Math.max(0, right - left))}" height="${HEIGHT}"/>`
  })
  const events = view.happened.map(({ event, at }) => {
    const place = x(Math.min(end, Math.max(0, since(at))))
    return html`<line class="event" x1="${place}" y1="0" x2="${place}" y2="${HEIGHT}"><title>${event}</title></line>`
  })
  return html`<svg id="overview" class="overview" viewBox="0 0 ${WIDTH} ${HEIGHT + 16}" data-end="${end}" role="img" aria-label="Frames over time">
${bands}<path class="bars" d="${bars(times, end)}"/>${events}<line id="here" class="here" x1="0" y1="0" x2="0" y2="${HEIGHT}"/>
<line class="base" x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}"/>${ticks(end)}</svg>`
}

/** One bar a share of the time, its height the root of its frames, so that single ones stay visible beside bursts. */
function bars(times: readonly number[], end: number): string {
  const counts = new Array<number>(BINS).fill(0)
  for (const time of times) {
    const bin = Math.min(BINS - 1, Math.floor((time / end) * BINS))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const most = Math.max(1, ...counts)
  const step = WIDTH / BINS
  return counts
    .flatMap((count, bin) => {
      const height = (Math.sqrt(count / most) * (HEIGHT - 6)).toFixed(1)
      return count === 0 ? [] : [`M${(bin * step).toFixed(1)} ${HEIGHT}v-${height}h${step - 1}v${height}z`]
    })
    .join('')
}

function ticks(end: number): Markup[] {
  const parts = [0, 0.25, 0.5, 0.75, 1]
  return parts.map((part) => {
    const anchor = part === 0 ? 'start' : part === 1 ? 'end' : 'middle'
    return html`<text x="${part * WIDTH}" y="${HEIGHT + 13}" text-anchor="${anchor}">${timeText(end * part)}</text>`
  })
}

/** Nanoseconds in the unit that suits them. */
const timeText = (nanoseconds: number): string =>
  nanoseconds < 1e9 ? `${(nanoseconds / 1e6).toFixed(1)} ms` : `${(nanoseconds / 1e9).toFixed(2)} s`

/** From the first request that was lost to the next that was answered; an outage without one lasts to the end. */
function outageSpans({ probes }: RunView): (readonly [number, number])[] {
  return probes.flatMap(({ attempts }) => {
    const steady = attempts.filter((one): one is Steady => one.at !== undefined)
    return outagesOf(steady).map(
      ({ lost, next }) => [lost[0].at, next?.at ?? Number.POSITIVE_INFINITY] as const,
    )
  })
}
