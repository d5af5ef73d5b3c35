import type { Moment } from './moment.ts'

/** Moments of a series, in order; a single one is a series of one. */
export type Series = readonly [Moment, ...Moment[]]

/** Puts together what says the same again before one loses patience; in the order in which each series begins. */
export function seriesOf(moments: readonly Moment[]): Series[] {
  const all: [Moment, ...Moment[]][] = []
  const open = new Map<string, [Moment, ...Moment[]]>()
  for (const moment of moments) {
    const key = `${moment.who} ${moment.what}`
    const running = open.get(key)
    const last = running?.at(-1)
    if (running && last?.patienceMs !== undefined && moment.at - last.at <= last.patienceMs)
      running.push(moment)
    else {
      const fresh: [Moment, ...Moment[]] = [moment]
      all.push(fresh)
      open.set(key, fresh)
    }
  }
  return all
}

/** How often and how long, of more than one: `5 times in 2 ms`, `each 1.00 s until 5.98 s`. */
export function courseOf(series: Series): string {
  const [first] = series
  const last = series.at(-1) ?? first
  if (series.length === 1) return ''
  const span = last.at - first.at
  if (series.length === 2 || span < BURST_MS) return `, ${series.length} times in ${Math.round(span)} ms`
  const each = span / (series.length - 1) / 1000
  return `, each ${each.toFixed(2)} s until ${(last.at / 1000).toFixed(3)}`
}

const BURST_MS = 500
