import { momentsOf } from '../../src/report/timeline/moments.ts'
import { seriesOf } from '../../src/report/timeline/series.ts'
import type { Taught } from './run.ts'
import { type Row, SECONDS, type Table } from './table.ts'

/** What a run's timeline showed, in the order of one run: nearly simultaneous things come in any. */
export function timelineTable(view: Taught): Table {
  const rows = seriesOf(momentsOf(view)).map((series): Row => {
    const [{ at, who, what }] = series
    return { cells: [(at / 1000).toFixed(1), who, lasting(what)], why: '' }
  })
  if (rows.length === 0) throw new Error('nothing happened on a timeline')
  return { titles: [SECONDS, 'who', 'what'], rows }
}

/** Without the numbers that differ from run to run. */
function lasting(what: string): string {
  return what
    .replace(/: (?:a request that ends|the first of \d+ requests that end) in \w+$/, ': requests are lost')
    .replace(/, \d+ ms later$/, '')
}
