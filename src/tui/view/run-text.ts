import type { Page } from '../../report/page.ts'
import type { Paint } from '../../report/paint.ts'
import type { RunScreen, Size } from '../model/types.ts'
import { verdictAreas } from './areas.ts'
import { bodySize, insideOf } from './layout.ts'
import { stepsLines } from './steps.ts'
import { tablesLines } from './tables.ts'
import { verdictDetail } from './verdicts.ts'

/** A text that can be scrolled, and how many of its lines are seen at once. */
export interface LongText {
  readonly lines: readonly string[]
  readonly height: number
}

/** Lines above the tables: whose they are. */
export const TABLES_HEAD = 2

/** The text of the chosen pane of a run; packets and faults are lists and have none. */
export function runText(screen: RunScreen, size: Size, paint: Paint): LongText {
  const { view, verdict, node } = screen
  const body = insideOf(bodySize(size))
  switch (screen.pane) {
    case 'steps':
      return { lines: stepsLines(view, runningFor(screen), pageOf(body, paint)), height: body.rows }
    case 'tables':
      return { lines: tablesLines(view, node, pageOf(body, paint)), height: body.rows - TABLES_HEAD }
    case 'verdicts': {
      const one = view.verdicts[verdict]
      const detail = insideOf(verdictAreas(bodySize(size))[1])
      return { lines: one ? verdictDetail(one, pageOf(detail, paint)) : [], height: detail.rows }
    }
    default:
      return { lines: [], height: body.rows }
  }
}

/** Milliseconds since the run began, by the clock that its events are stamped with. */
const runningFor = ({ view, since, now }: RunScreen): number =>
  since === undefined ? (view.end?.milliseconds ?? 0) : now - since

const pageOf = ({ columns }: Size, paint: Paint): Page => ({ width: columns, paint, all: false })
