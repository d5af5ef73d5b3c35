import type { Lab } from '../../lab/index.ts'
import { moved, stepOf } from './cursor.ts'
import type { Effect, LiveMessage, Updated } from './messages.ts'
import type { LiveState, RunScreen, Size } from './types.ts'

/** Tables that are looked at are read again after so many milliseconds. */
const FRESH_MS = 2000

export const liveState = (lab: Lab, inForce: readonly string[]): LiveState => ({
  ...{ lab, inForce, change: 0, observedAt: 0, before: {} },
})

/** What a key does to a live lab; undefined where it is no key of it. It does one thing at a time. */
export function liveKey(screen: RunScreen, key: string, size: Size): Updated<RunScreen> | undefined {
  const { live } = screen
  if (!live) return undefined
  const changed = screen.pane === 'faults' ? changesKey(screen, live, key, size) : undefined
  if (changed) return changed
  const effect = effectOf(screen, key)
  if (!effect) return undefined
  if (isBusy(screen)) return [screen, WAIT]
  return [effect.type === 'check' ? remembering(screen, live) : screen, effect]
}

const WAIT: Effect = { type: 'tell', text: 'One thing at a time: the lab is busy.' }

const isBusy = ({ live, since }: RunScreen): boolean => live?.busy !== undefined || since !== undefined

function effectOf({ id, view, node }: RunScreen, key: string): Effect | undefined {
  if (key === 'c') return { type: 'check', id }
  if (key === 'D') return { type: 'down', id }
  const name = view.nodes[node]?.node
  return key === 's' && name !== undefined ? { type: 'shell', id, node: name } : undefined
}

/** Statuses are kept, so that the next check can show what has become different. */
function remembering(screen: RunScreen, live: LiveState): RunScreen {
  const before = Object.fromEntries(
    screen.view.verdicts.map(({ expectation, status }) => [expectation, status]),
  )
  return { ...screen, live: { ...live, before } }
}

function changesKey(
  screen: RunScreen,
  live: LiveState,
  key: string,
  size: Size,
): Updated<RunScreen> | undefined {
  const { lab, inForce, change } = live
  const step = stepOf(key, size)
  if (step !== undefined)
    return [{ ...screen, live: { ...live, change: Math.max(0, moved(change, step, lab.changes.length)) } }]
  const name = lab.changes[change]?.name
  if ((key !== 'enter' && key !== ' ') || name === undefined) return undefined
  if (isBusy(screen)) return [screen, WAIT]
  const changes = inForce.includes(name) ? inForce.filter((one) => one !== name) : [...inForce, name]
  return [screen, { type: 'change', id: screen.id, changes }]
}

/** Asks for the tables that are looked at, as time passes. */
export function observing(screen: RunScreen, now: number): Updated<RunScreen> {
  const { live, pane, id } = screen
  if (!live || pane !== 'tables' || isBusy(screen) || now - live.observedAt < FRESH_MS) return [screen]
  return [
    { ...screen, live: { ...live, observedAt: now } },
    { type: 'observe', id },
  ]
}

/** A live lab after something happened to it. */
export function withLive(screen: RunScreen, message: LiveMessage): RunScreen {
  const { live } = screen
  if (message.type === 'live-opened') return opened(screen, message.lab, message.inForce)
  if (!live) return screen
  switch (message.type) {
    case 'live-busy':
      return { ...screen, live: { ...live, busy: message.what } }
    case 'live-idle':
      return idle(screen, live)
    case 'live-changed':
      return { ...screen, live: { ...live, inForce: message.inForce } }
    case 'live-observed': {
      const { nodes, networks, names } = message
      return { ...screen, view: { ...screen.view, nodes, networks, names } }
    }
    case 'live-gone':
      return screen
  }
}

/** Its steps have been seen; now it is there to be looked at. */
function opened({ since: _, ...screen }: RunScreen, lab: Lab, inForce: readonly string[]): RunScreen {
  return { ...screen, pane: 'faults', live: liveState(lab, inForce) }
}

/** Whatever it did is over, also a check that came to no end. */
function idle({ since: _, ...screen }: RunScreen, { busy: __, ...live }: LiveState): RunScreen {
  return { ...screen, live }
}
