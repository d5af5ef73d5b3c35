import type { HopData } from './data.ts'
import { drawn } from './dom.ts'

/** Lifelines that are drawn, left to right by their numbers, on `width` pixels. */
export interface Lanes {
  readonly shown: readonly number[]
  readonly width: number
}

export const ROW = 28
const MIDDLE = ROW / 2
const HEAD = 6

export const laneAt = (lane: number, { shown, width }: Lanes): number =>
  ((shown.indexOf(lane) + 0.5) * width) / shown.length

/** A hop between lifelines: a line from who sent it, with a head at everybody to whom it came. */
export function arrow(hop: HopData, lanes: Lanes, kind: string): SVGSVGElement {
  const at = (lane: number) => laneAt(lane, lanes)
  const { from, to, missed } = hop
  const aside = hop.aside.filter((lane) => lanes.shown.includes(lane))
  const targets = [...to, ...aside, ...(missed === undefined ? [] : [missed])]
  const ends = [...(from >= 0 ? [from] : []), ...targets].map(at)
  const lines = lanes.shown.map((lane) =>
    drawn('line', { class: 'lane', x1: at(lane), x2: at(lane), y1: 0, y2: ROW }),
  )
  const start = from >= 0 ? drawn('circle', { class: 'start', cx: at(from), cy: MIDDLE, r: 3.5 }) : undefined
  return drawn(
    'svg',
    {
      class: `arrow ${kind}${to.length === 0 ? ' missed' : ''}`,
      width: lanes.width,
      height: ROW,
      'aria-hidden': 'true',
    },
    ...lines,
    ends.length > 0 ? shaft(Math.min(...ends), Math.max(...ends)) : undefined,
    start,
    ...to.map((lane) => head(at(lane), from >= 0 ? at(from) : -1)),
    ...aside.map((lane) => drawn('circle', { class: 'aside', cx: at(lane), cy: MIDDLE, r: 3 })),
    missed === undefined ? undefined : cross(at(missed)),
  )
}

const shaft = (left: number, right: number): SVGLineElement =>
  drawn('line', { class: 'shaft', x1: left, x2: right, y1: MIDDLE, y2: MIDDLE })

/** A head that points away from where the packet came from. */
function head(x: number, from: number): SVGPathElement {
  const back = x >= from ? -HEAD * 1.6 : HEAD * 1.6
  return drawn('path', { class: 'head', d: `M${x} ${MIDDLE}l${back} ${-HEAD}v${2 * HEAD}z` })
}

const cross = (x: number): SVGPathElement =>
  drawn('path', { class: 'cross', d: `M${x - 5} ${MIDDLE - 5}l10 10m0 -10l-10 10` })
