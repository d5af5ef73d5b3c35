import type { Change } from '../../lab/index.ts'
import type { Paint } from '../../report/paint.ts'
import { labelled, listed } from '../../report/text.ts'
import { lessonLines } from '../lesson/lesson.ts'
import { chosenChange, LAB_PANES } from '../model/lab.ts'
import type { LabPane, LabScreen, Size } from '../model/types.ts'
import { labAreas, WIDE } from './areas.ts'
import { type Body, insideOf, type Pane, type ScreenView } from './layout.ts'
import { row } from './row.ts'
import { cut, fill, widthOf } from './text.ts'
import { topologyLines } from './topology.ts'
import { positionText, scrolled, scrollText, windowOf } from './window.ts'

const TITLES: Readonly<Record<LabPane, string>> = {
  lesson: 'Lesson',
  topology: 'Topology',
  changes: 'Faults and variants',
}

/** A lab: on a wide terminal all of its panes, else the one that is chosen. */
export function labView(screen: LabScreen, size: Size, paint: Paint): ScreenView {
  const areas = labAreas(size)
  const pane = (name: LabPane) => paneOf(screen, name, areas[name], paint)
  const change = chosenChange(screen)
  const narrow = {
    ...pane(screen.pane),
    title: LAB_PANES.map((name) => [TITLES[name], name === screen.pane] as const),
  }
  const wide: Body = {
    split: 'columns',
    parts: [pane('lesson'), { split: 'rows', parts: [pane('topology'), pane('changes')] }],
  }
  return {
    path: [screen.lab.name],
    status: screen.lab.title,
    body: size.columns < WIDE ? narrow : wide,
    hints: [
      ['tab', 'next pane'],
      ['↑↓', screen.pane === 'changes' ? 'choose' : 'scroll'],
      ['r', `run ${change?.name ?? 'the healthy lab'}`],
      ['u', 'start live'],
    ],
  }
}

function paneOf(screen: LabScreen, name: LabPane, size: Size, paint: Paint): Pane {
  const { columns, rows } = insideOf(size)
  const base = { title: TITLES[name], focused: screen.pane === name, size }
  if (name === 'changes') {
    const note = positionText(screen.change, screen.lab.changes.length + 1)
    return { ...base, note, lines: changeLines(screen, { columns, rows }, paint) }
  }
  const [all, scroll] =
    name === 'lesson'
      ? [lesson(screen, columns, paint), screen.lessonScroll]
      : [topologyLines(screen.lab, columns), screen.topologyScroll]
  return { ...base, note: scrollText(all.length, scroll, rows), lines: scrolled(all, scroll, rows) }
}

const lesson = ({ lesson: text }: LabScreen, columns: number, paint: Paint): string[] =>
  text === ''
    ? ['This lab has no lesson: there is no README.md beside its file.']
    : lessonLines(text, columns, paint)

/** Rows below the list for what the chosen change does. */
const ABOUT = 5

function changeLines(screen: LabScreen, { columns, rows }: Size, paint: Paint): string[] {
  const { changes } = screen.lab
  const names = Math.max(...['healthy', ...changes.map(({ name }) => name)].map(widthOf))
  const all = [undefined, ...changes]
  const { from, to } = windowOf(all.length, screen.change, rows - ABOUT)
  const list = all.slice(from, to).map((change, index) => {
    const sign = change?.kind === 'fault' ? '✗' : '✓'
    const text = `${sign} ${fill(names, change?.name ?? 'healthy')}  ${change?.title ?? 'The lab as it is'}`
    return row(fill(columns - 2, text), from + index === screen.change, paint)
  })
  const room = Array.from({ length: Math.max(0, rows - ABOUT - list.length) }, () => '')
  return [...list, ...room, '', ...aboutLines(chosenChange(screen), columns).slice(0, ABOUT - 1)]
}

function aboutLines(change: Change | undefined, width: number): string[] {
  if (!change) return labelled(width, '  ', 'Every promise is kept.')
  const { title, kind, declares } = change
  if (!declares) return labelled(width, '  ', `${title}. A ${kind}: still, every promise is kept.`)
  return [
    ...labelled(width, '  ', title),
    ...labelled(width, '  fails    ', declares.fails.join(', ')),
    ...labelled(width, '  because  ', `${declares.because} on ${listed(declares.nodes)}`),
  ].map((line) => cut(width, line))
}
