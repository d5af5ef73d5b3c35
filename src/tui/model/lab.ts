import type { Change, Lab } from '../../lab/index.ts'
import { lessonLines } from '../lesson/lesson.ts'
import { labAreas } from '../view/areas.ts'
import { insideOf } from '../view/layout.ts'
import { topologyLines } from '../view/topology.ts'
import { clampScroll } from '../view/window.ts'
import { moved, stepOf, turned } from './cursor.ts'
import type { Updated } from './messages.ts'
import type { LabPane, LabScreen, Size } from './types.ts'

export const LAB_PANES: readonly LabPane[] = ['lesson', 'topology', 'changes']

export const labScreen = (lab: Lab, lesson: string): LabScreen => ({
  ...{ kind: 'lab', lab, lesson, pane: 'lesson' },
  ...{ lessonScroll: 0, topologyScroll: 0, change: 0 },
})

/** The change that is chosen; undefined for the healthy lab. */
export const chosenChange = ({ lab, change }: LabScreen): Change | undefined => lab.changes[change - 1]

/** What a key does in a lab. */
export function labKey(screen: LabScreen, key: string, size: Size): Updated<LabScreen> {
  const { file } = screen.lab
  const change = chosenChange(screen)
  if (key === 'r' || (key === 'enter' && screen.pane === 'changes'))
    return [screen, { type: 'run', file, ...(change && { change: change.name }) }]
  if (key === 'u') return [screen, { type: 'up', file }]
  const step = stepOf(key, size)
  if (step !== undefined) return [scrolledBy(screen, step, size)]
  return [{ ...screen, pane: paneOf(screen.pane, key) }]
}

function paneOf(pane: LabPane, key: string): LabPane {
  if (key === 'tab' || key === 'right') return turned(LAB_PANES, pane, 1)
  if (key === 'backtab' || key === 'left') return turned(LAB_PANES, pane, -1)
  return LAB_PANES[Number(key) - 1] ?? pane
}

function scrolledBy(screen: LabScreen, step: number, size: Size): LabScreen {
  const { lab, lesson, pane } = screen
  if (pane === 'changes') return { ...screen, change: moved(screen.change, step, lab.changes.length + 1) }
  const { columns, rows } = insideOf(labAreas(size)[pane])
  const plain = (_style: unknown, text: string) => text
  const by = (scroll: number, count: number) =>
    clampScroll(count, clampScroll(count, scroll, rows) + step, rows)
  if (pane === 'lesson')
    return { ...screen, lessonScroll: by(screen.lessonScroll, lessonLines(lesson, columns, plain).length) }
  return { ...screen, topologyScroll: by(screen.topologyScroll, topologyLines(lab, columns).length) }
}
