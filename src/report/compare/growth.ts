import type { Growth, Point, Series } from '../../compare/growth.ts'
import { count } from '../text.ts'
import { sizeText } from './amount.ts'
import type { Sheet } from './sheet.ts'

/** A table for each series: one row a step, one column a mode; below it why what is missing is. */
export function growthSheets({ series }: Growth): Sheet[] {
  return series.map((one) => ({
    title: seriesTitle(one),
    columns: [one.by === 'servers' ? 'servers' : 'response', ...one.lines.map(({ mode }) => mode)],
    rows: stepsOf(one).map((step) => [
      one.by === 'servers' ? `${step}` : sizeText(step),
      ...one.lines.map(({ points }) => pointText(points.find(({ stage }) => stage[one.by] === step))),
    ]),
    notes: [LOAD, ...reasonsOf(one)],
    figures: true,
  }))
}

const LOAD = "load: octets that the director's interface receives and sends, Ethernet headers included."

export function seriesTitle({ by, lines }: Series): string {
  const stage = lines.flatMap(({ points }) => points)[0]?.stage
  if (stage === undefined) return "The director's load"
  return by === 'servers'
    ? `The director's load by servers, ${sizeText(stage.response)} from each`
    : `The director's load by size, one response from each of ${count(stage.servers, 'server')}`
}

function stepsOf({ by, lines }: Series): number[] {
  const all = lines.flatMap(({ points }) => points.map(({ stage }) => stage[by]))
  return [...new Set(all)].toSorted((a, b) => a - b)
}

/** In both directions, received and sent on; what was not measured has no figure. */
function pointText(point: Point | undefined): string {
  return point === undefined || 'missing' in point.load ? 'missing' : sizeText(point.load.octets)
}

function reasonsOf({ lines }: Series): string[] {
  const reasons = lines.flatMap(({ mode, points }) => {
    if (points.length === 0) return [`not measured with ${mode} (not run)`]
    return points.flatMap(({ load }) =>
      'missing' in load ? [`not measured with ${mode} (${load.missing})`] : [],
    )
  })
  return [...new Set(reasons)]
}
