import type { Paint } from '../../report/paint.ts'
import { seconds } from '../../report/text.ts'
import type { RunsScreen, SavedRun, Size } from '../model/types.ts'
import { bodySize, insideOf, type ScreenView } from './layout.ts'
import { row } from './row.ts'
import { fill, fillLeft } from './text.ts'
import { positionText, windowOf } from './window.ts'

/** Runs that were saved, newest first. */
export function runsView({ runs, cursor }: RunsScreen, size: Size, paint: Paint): ScreenView {
  const body = bodySize(size)
  const { columns, rows } = insideOf(body)
  const { from, to } = windowOf(runs?.length ?? 0, cursor, rows)
  const none = runs ? 'No run has been saved yet: r in the list of labs makes one.' : 'Reading …'
  const lines = (runs ?? [])
    .slice(from, to)
    .map((run, index) => row(runText(run, columns - 2), from + index === cursor, paint))
  return {
    path: ['saved runs'],
    body: {
      title: 'Saved runs',
      note: positionText(cursor, runs?.length ?? 0),
      focused: true,
      size: body,
      lines: lines.length > 0 ? lines : [paint('dim', `  ${none}`)],
    },
    hints: [['enter', 'open']],
  }
}

const OUTCOME = 'inconclusive'.length
const TIME = 9

/** `2026-01-31 12:00:00  fail          4.10 s  dr arp-ignore-off`, the time that of the user's zone. */
function runText({ startedAt, outcome, milliseconds, lab, change }: SavedRun, width: number): string {
  const parts = [
    localTime(startedAt),
    fill(OUTCOME, outcome ?? 'broken off'),
    fillLeft(TIME, milliseconds === undefined ? '' : seconds(milliseconds)),
    change === undefined ? lab : `${lab} ${change}`,
  ]
  return fill(width, parts.join('  '))
}

/** In the form of ISO 8601 that people read, which is Sweden's. */
const localTime = (iso: string): string => new Date(iso).toLocaleString('sv-SE')
