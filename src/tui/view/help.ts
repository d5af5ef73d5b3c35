import type { Paint } from '../../report/paint.ts'
import { topOf } from '../model/screens.ts'
import type { Model, Screen } from '../model/types.ts'
import { bodySize, type Hint, insideOf, type ScreenView } from './layout.ts'
import { fill, widthOf } from './text.ts'

const EVERYWHERE: readonly Hint[] = [
  ['↑ ↓  k j', 'one row up or down; PgUp PgDn a page, Home End or g G to the ends'],
  ['esc  q', 'back; from the list of labs, q ends lvslab'],
  ['?', 'this help'],
  ['ctrl-c', 'ends lvslab; a run that goes on is interrupted'],
]

const OF_SCREEN: Readonly<Record<Screen['kind'], readonly Hint[]>> = {
  labs: [
    ['enter →', 'open the lab: lesson, topology, faults'],
    ['r', 'run the healthy lab'],
    ['u', 'start it as a live lab, or join the one that lives'],
    ['/', 'search in names and titles; esc ends the search'],
    ['o', 'runs that were saved'],
  ],
  lab: [
    ['tab ← →', 'next pane, pane before; 1 2 3 go straight to one'],
    ['r', 'run the lab, with the fault or variant that is chosen'],
    ['enter', 'among the faults: run with the chosen one'],
    ['u', 'start it as a live lab, or join the one that lives'],
  ],
  runs: [['enter →', 'open the run']],
  run: [
    ['tab', 'next pane; 1 2 3 4 go straight to one'],
    ['x', 'interrupt the run while it goes on'],
    ['enter', 'verdicts: the frames that decided; packets: to the fields and back'],
    ['space', 'packets: play and pause'],
    ['n p  → ←', 'packets: one hop on, one back; tables: next node, node before'],
    ['+ -', 'packets: faster, slower'],
    ['[ ]', 'packets: other groups: all, each conversation, each question'],
    ['m', 'packets: the next hop with ◆, which a verdict was drawn from'],
    ['*', 'packets: the next field that the hop changed'],
    ['f', 'packets: the same hop where else it was seen'],
  ],
}

const LIVE: readonly Hint[] = [
  ['c', 'live: observe and judge now'],
  ['enter', 'live, faults: bring into force, or take back'],
  ['s', 'live: a shell in the node of the tables; exit comes back'],
  ['D', 'live: ends the lab; else it lives on, and u joins it again'],
]

/** The keys of the screen that is seen. */
export function helpView(model: Model, paint: Paint): ScreenView {
  const top = topOf(model)
  const body = bodySize(model.size)
  const { columns, rows } = insideOf(body)
  const own = [...OF_SCREEN[top.kind], ...(top.kind === 'run' && top.live ? LIVE : [])]
  const keys = Math.max(...[...own, ...EVERYWHERE].map(([key]) => widthOf(key)))
  const line = ([key, what]: Hint) =>
    `  ${paint('bold', fill(keys, key))}  ${fill(columns - keys - 4, what).trimEnd()}`
  const lines = [...own.map(line), '', ...EVERYWHERE.map(line)].slice(0, rows)
  return {
    path: ['help'],
    body: { title: 'Keys', focused: true, size: body, lines },
    hints: [['any key', 'back']],
  }
}
