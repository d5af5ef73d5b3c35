import type { RunView } from '../../events/view.ts'
import type { Page } from '../page.ts'
import { type Row, table } from '../table.ts'
import { printable } from '../text.ts'
import { momentsOf } from './moments.ts'
import { courseOf, seriesOf } from './series.ts'

/** Everything that a timeline showed, on one time axis: seconds since it began, who, and what. */
export function timelineLines(view: RunView, { width, paint }: Page): string[] {
  const rows = seriesOf(momentsOf(view)).map((series): Row => {
    const [{ at, who, what }] = series
    const time = (at / 1000).toFixed(3)
    return [time, who, printable(what) + courseOf(series)]
  })
  if (rows.length === 0) return []
  const columns = [{ title: 's', align: 'right' }, { title: 'who' }, { title: 'what', shrinkTo: 30 }] as const
  return ['', paint('bold', 'Timeline'), ...table(columns, rows, width, paint)]
}
