import type { Paint } from '../../report/paint.ts'
import { runPanes } from '../model/run.ts'
import type { RunPane, RunScreen, Size } from '../model/types.ts'
import { verdictAreas, WIDE } from './areas.ts'
import { choiceLine } from './choice.ts'
import { faultLines } from './faults.ts'
import { type Body, bodySize, type Hint, insideOf, type Pane, type ScreenView, type Tabs } from './layout.ts'
import { packetsBody } from './packets.ts'
import { type LongText, runText } from './run-text.ts'
import { tableOwners } from './tables.ts'
import { verdictRows } from './verdicts.ts'
import { positionText, scrolled, scrollText } from './window.ts'

const TITLES: Readonly<Record<RunPane, string>> = {
  steps: 'Steps',
  verdicts: 'Verdicts',
  packets: 'Packets',
  tables: 'Tables',
  faults: 'Faults',
}

/** A run, or the checks of a live lab. */
export function runView(screen: RunScreen, size: Size, paint: Paint): ScreenView {
  const { view, live } = screen
  const title = runPanes(screen).map((pane) => [TITLES[pane], pane === screen.pane] as const)
  const change = view.start?.change
  return {
    path: live ? ['live', live.lab.name] : [view.start?.lab ?? 'run', ...(change ? [change.name] : [])],
    status: statusText(screen),
    body: bodyOf(screen, title, size, paint),
    hints: hintsOf(screen),
  }
}

function statusText({ view, since, live }: RunScreen): string {
  if (live?.busy !== undefined) return `${live.busy} …`
  const broken = live && live.inForce.length > 0 ? `with ${live.inForce.join(', ')}  ` : ''
  if (since !== undefined) return `${broken}running …`
  return broken + (view.end?.outcome.toUpperCase() ?? '')
}

function bodyOf(screen: RunScreen, title: Tabs, whole: Size, paint: Paint): Body {
  const size = bodySize(whole)
  const text = runText(screen, whole, paint)
  switch (screen.pane) {
    case 'steps':
      return stepsPane(screen, title, size, text)
    case 'verdicts':
      return verdictsBody(screen, title, size, text, paint)
    case 'packets':
      return packetsBody(screen, size, title, paint)
    case 'tables':
      return tablesPane(screen, title, size, text, paint)
    case 'faults':
      return faultsPane(screen, title, size, paint)
  }
}

function stepsPane(screen: RunScreen, title: Tabs, size: Size, text: LongText): Pane {
  return { title, focused: true, size, ...shownOf(text, screen.scroll) }
}

const shownOf = ({ lines, height }: LongText, scroll: number) => ({
  note: scrollText(lines.length, scroll, height),
  lines: scrolled(lines, scroll, height),
})

function verdictsBody(screen: RunScreen, title: Tabs, size: Size, text: LongText, paint: Paint): Body {
  const { view, verdict, since, scroll } = screen
  const [list, detail] = verdictAreas(size)
  const none = [paint('dim', since === undefined ? 'Nothing was judged.' : 'Nothing has been judged yet.')]
  return {
    split: size.columns < WIDE ? 'rows' : 'columns',
    parts: [
      {
        ...{ title, focused: true, size: list, note: positionText(verdict, view.verdicts.length) },
        lines: view.verdicts.length > 0 ? verdictRows(screen, insideOf(list), paint) : none,
      },
      { title: 'Why', focused: false, size: detail, ...shownOf(text, scroll) },
    ],
  }
}

function tablesPane(screen: RunScreen, title: Tabs, size: Size, text: LongText, paint: Paint): Pane {
  const { lines, note } = shownOf(text, screen.scroll)
  const head = choiceLine(tableOwners(screen.view), screen.node, size.columns, paint)
  return { title, note, focused: true, size, lines: [head, '', ...lines] }
}

function faultsPane({ live }: RunScreen, title: Tabs, size: Size, paint: Paint): Pane {
  const lines = live ? faultLines(live, insideOf(size), paint) : []
  const note = live ? positionText(live.change, live.lab.changes.length) : ''
  return { title, note, focused: true, size, lines }
}

function hintsOf(screen: RunScreen): readonly Hint[] {
  const own: Readonly<Record<RunPane, readonly Hint[]>> = {
    steps: screen.since === undefined ? [['↑↓', 'scroll']] : [['x', 'interrupt']],
    verdicts: [
      ['↑↓', 'choose'],
      ['enter', 'its frames'],
    ],
    packets: [
      ['space', 'play'],
      ['n p', 'step'],
      ['+ -', 'speed'],
      ['[ ]', 'group'],
      ['*', 'changed'],
      ['enter', 'fields'],
    ],
    tables: [
      ['n p', 'node'],
      ['↑↓', 'scroll'],
    ],
    faults: [['enter', 'break or fix']],
  }
  const live: readonly Hint[] = screen.live
    ? [
        ['c', 'check'],
        ['s', shellText(screen)],
      ]
    : []
  return [...own[screen.pane], ...live, ['tab', 'next pane']]
}

/** The shell is that of the node whose tables are chosen. */
const shellText = ({ view, node }: RunScreen): string => `shell in ${view.nodes[node]?.node ?? 'a node'}`
