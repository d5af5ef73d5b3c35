import type { RunEvent } from '../../events/types.ts'
import { emptyView, fold, type RunView } from '../../events/view.ts'
import { runText } from '../view/run-text.ts'
import { clampScroll } from '../view/window.ts'
import { moved, stepOf, turned } from './cursor.ts'
import { liveKey } from './live.ts'
import type { Updated } from './messages.ts'
import { firstPackets, jumped, packetsKey } from './packets.ts'
import type { RunPane, RunScreen, Size } from './types.ts'

const PANES: readonly RunPane[] = ['steps', 'verdicts', 'packets', 'tables']

/** The panes of a run; faults are toggled where the lab is live. */
export const runPanes = ({ live }: RunScreen): readonly RunPane[] => (live ? [...PANES, 'faults'] : PANES)

export const runScreen = (id: string, view: RunView = emptyView): RunScreen => ({
  ...{ kind: 'run', id, view, now: 0, scroll: 0, verdict: firstFailure(view) },
  pane: view.verdicts.length > 0 ? 'verdicts' : 'steps',
  packets: firstPackets,
  node: 0,
})

/** The verdict to look at first. */
const firstFailure = ({ verdicts }: RunView): number =>
  Math.max(
    0,
    verdicts.findIndex(({ status }) => status !== 'pass'),
  )

/** The run with one more event; at its end, whoever watched the steps sees the verdicts. */
export function withEvent(screen: RunScreen, event: RunEvent): Updated<RunScreen> {
  const view = fold(screen.view, event)
  if (event.type !== 'run-ended') return [{ ...screen, view }]
  const { since: _, ...rest } = screen
  const watched = screen.pane === 'steps' && view.verdicts.length > 0
  const ended: RunScreen = {
    ...rest,
    view,
    pane: watched ? 'verdicts' : screen.pane,
    verdict: firstFailure(view),
  }
  const folder = view.start?.out
  return folder === undefined ? [ended] : [ended, { type: 'read-frames', id: screen.id, folder }]
}

/** What a key does in a run. */
export function runKey(screen: RunScreen, key: string, size: Size): Updated<RunScreen> {
  const live = liveKey(screen, key, size)
  if (live) return live
  if (key === 'x' && screen.since !== undefined) return [screen, { type: 'interrupt' }]
  const pane = paneOf(screen, key)
  if (pane !== undefined)
    return [{ ...screen, pane, scroll: 0, packets: { ...screen.packets, playing: false } }]
  if (screen.pane === 'packets') {
    const packets = packetsKey(screen, key, size)
    if (packets) return [{ ...screen, packets }]
  }
  return [inPane(screen, key, size)]
}

function paneOf(screen: RunScreen, key: string): RunPane | undefined {
  const panes = runPanes(screen)
  if (key === 'tab') return turned(panes, screen.pane, 1)
  if (key === 'backtab') return turned(panes, screen.pane, -1)
  return panes[Number(key) - 1]
}

function inPane(screen: RunScreen, key: string, size: Size): RunScreen {
  const step = stepOf(key, size)
  const turns = TURNS[key]
  if (screen.pane === 'verdicts' && step !== undefined && !PAGES.has(key)) return verdictBy(screen, step)
  if (screen.pane === 'verdicts' && key === 'enter') return withItsFrames(screen)
  if (screen.pane === 'tables' && turns !== undefined) return nodeBy(screen, turns)
  return step === undefined ? screen : scrolledBy(screen, step, size)
}

/** In the list of verdicts, these turn the pages of the explanation. */
const PAGES = new Set(['pageup', 'pagedown'])
const TURNS: Readonly<Record<string, number>> = { right: 1, n: 1, left: -1, p: -1 }

function verdictBy(screen: RunScreen, step: number): RunScreen {
  const verdict = Math.max(0, moved(screen.verdict, step, screen.view.verdicts.length))
  return { ...screen, verdict, scroll: 0 }
}

/** The frames that decided, in the ladder. */
function withItsFrames(screen: RunScreen): RunScreen {
  const frames = screen.view.verdicts[screen.verdict]?.frames ?? []
  return frames.length === 0 ? screen : { ...screen, pane: 'packets', packets: jumped(screen, frames) }
}

function nodeBy(screen: RunScreen, turns: number): RunScreen {
  const { nodes, networks } = screen.view
  const node = Math.max(0, moved(screen.node, turns, nodes.length + networks.length))
  return { ...screen, node, scroll: 0 }
}

function scrolledBy(screen: RunScreen, step: number, size: Size): RunScreen {
  const { lines, height } = runText(screen, size, (_style, text) => text)
  const scroll = clampScroll(lines.length, screen.scroll, height) + step
  return { ...screen, scroll: clampScroll(lines.length, scroll, height) }
}
