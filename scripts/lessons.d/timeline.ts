import { momentsOf } from '../../src/report/timeline/moments.ts'
import { seriesOf } from '../../src/report/timeline/series.ts'
import type { Taught } from './run.ts'
import { type Row, SECONDS, type Table } from './table.ts'

/** What a run's timeline showed, each thing once, in the order of one run: nearly simultaneous things come in any. */
export function timelineTable(view: Taught): Table {
  const firsts = seriesOf(momentsOf(view)).map(([first]) => first)
  if (firsts.length === 0) throw new Error('nothing happened on a timeline')
  const told = new Map<string, Row>()
  for (const { at, who, what } of firsts.filter((one) => !ANY_TIME.test(one.what))) {
    const key = `${who} ${lasting(what)}`
    if (!told.has(key)) told.set(key, { cells: [(at / 1000).toFixed(1), who, lasting(what)], why: '' })
  }
  return { titles: [SECONDS, 'who', 'what'], rows: [...told.values()] }
}

/** Whoever has an address answers for it when somebody asks, which may be before the timeline. */
const ANY_TIME = /^answers who has /

/** Without the numbers that differ from run to run. */
function lasting(what: string): string {
  return what
    .replace(/: (?:a request that ends|the first of \d+ requests that end) in [\w ]+$/, ': requests are lost')
    .replace(/, \d+ ms later$/, '')
}
