import type { Series } from '../../compare/growth.ts'
import type { Mode } from '../../compare/modes.ts'

/** What a plot shows of one mode: octets over servers or octets, both above 0. */
export interface Curve {
  readonly mode: Mode
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

/** What was measured of a series; what is missing is left out, and told of in the table. */
export function curvesOf({ by, lines }: Series): Curve[] {
  return lines.map(({ mode, points }) => ({
    mode,
    points: points.flatMap(({ stage, load }) =>
      'missing' in load || load.octets === 0 ? [] : [{ x: stage[by], y: load.octets }],
    ),
  }))
}

/** Both axes are logarithmic: a place between 0 and 1 for each value between the smallest and the largest. */
export interface Scale {
  readonly place: (value: number) => number
  /** Whole powers of ten; twice and five times as much as well, where there are few. */
  readonly ticks: readonly number[]
}

export function scaleOf(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const place = (value: number) => (low === high ? 0.5 : Math.log(value / low) / Math.log(high / low))
  const digits = high / low < 100 ? [1, 2, 5] : [1]
  const ticks = POWERS.flatMap((power) => digits.map((digit) => digit * power))
  return { place, ticks: ticks.filter((value) => value >= low && value <= high) }
}

const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power)
