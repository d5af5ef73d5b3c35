import type { Page } from '../../report/page.ts'
import type { Paint, Style } from '../../report/paint.ts'
import { labelled, listed } from '../../report/text.ts'
import type { Verdict, VerdictStatus } from '../../verdict/types.ts'
import type { RunScreen, Size } from '../model/types.ts'
import { row } from './row.ts'
import { fill } from './text.ts'
import { windowOf } from './window.ts'

export const SIGNS: Readonly<Record<VerdictStatus, string>> = {
  pass: '✓',
  fail: '✗',
  inconclusive: '?',
  error: '!',
}

const STYLES: Readonly<Record<VerdictStatus, Style>> = {
  pass: 'green',
  fail: ['bold', 'red'],
  inconclusive: 'yellow',
  error: ['bold', 'red'],
}

/** Every promise with its status, and what has become of it since the check before. */
export function verdictRows(
  { view, verdict, live }: RunScreen,
  { columns, rows }: Size,
  paint: Paint,
): string[] {
  const { from, to } = windowOf(view.verdicts.length, verdict, rows)
  return view.verdicts.slice(from, to).map((one, index) => {
    const text = fill(columns - 4, turnText(one, live?.before) + one.title)
    const sign = SIGNS[one.status]
    if (from + index === verdict) return row(`${sign} ${text}`, true, paint)
    return `  ${paint(STYLES[one.status], sign)} ${one.status === 'pass' ? text : paint('bold', text)}`
  })
}

/** `was ✓  ` where a live lab's check before ended otherwise. */
function turnText(
  { expectation, status }: Verdict,
  before: Readonly<Record<string, VerdictStatus>> = {},
): string {
  const was = before[expectation]
  return was === undefined || was === status ? '' : `was ${SIGNS[was]}  `
}

/** Expected against observed, the frames that decided, and the diagnosis. */
export function verdictDetail(verdict: Verdict, { width, paint }: Page): string[] {
  const { expectation, status, title, expected, observed, frames, diagnosis } = verdict
  const facts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['expected', expected],
    ['observed', observed],
    ['frames', frames.length > 0 ? `${shortened(frames)}; enter shows them` : undefined],
    [
      'cause',
      diagnosis &&
        [diagnosis.cause, diagnosis.nodes.length > 0 && `on ${listed(diagnosis.nodes)}`]
          .filter(Boolean)
          .join(' '),
    ],
    ['diverged', diagnosis?.divergence],
    ['why', diagnosis?.text],
    ['remedy', diagnosis?.remedy],
  ]
  return [
    ...labelled(width, `${SIGNS[status]} ${status.toUpperCase()}  `, title).map((line) =>
      paint(STYLES[status], line),
    ),
    paint('dim', expectation),
    '',
    ...facts.flatMap(([label, text]) => (text ? factLines(label, text, width, paint) : [])),
  ]
}

const LABEL = 'expected  '.length

function factLines(label: string, text: string, width: number, paint: Paint): string[] {
  const head = label.padEnd(LABEL)
  const [first = '', ...rest] = labelled(width, head, text)
  return [paint('bold', head) + first.slice(head.length), ...rest]
}

const MOST_FRAMES = 8

function shortened(frames: readonly number[]): string {
  const more = frames.length > MOST_FRAMES ? ` and ${frames.length - MOST_FRAMES} more` : ''
  return frames.slice(0, MOST_FRAMES).join(', ') + more
}
