import { moved, stepOf } from './cursor.ts'
import type { LiveMessage, Updated } from './messages.ts'
import type { LiveState, RunScreen, Size } from './types.ts'

/** What a key does to a live lab; undefined where it is no key of it. It does one thing at a time. */
export function liveKey(screen: RunScreen, key: string, size: Size): Updated<RunScreen> | undefined {
  const { live, id } = screen
  if (!live) return undefined
  const faults = screen.pane === 'faults' ? faultsKey(screen, live, key, size) : undefined
  if (faults) return faults
  if (live.busy !== undefined) return undefined
  if (key === 'c') return [checking(screen, live), { type: 'check', id }]
  if (key === 'o') return [screen, { type: 'observe', id }]
  if (key === 'D') return [screen, { type: 'down', id }]
  const node = screen.view.nodes[screen.node]?.node
  if (key === 's' && node !== undefined) return [screen, { type: 'shell', id, node }]
  return undefined
}

/** Statuses are kept, so that the next check can show what has become different. */
function checking(screen: RunScreen, live: LiveState): RunScreen {
  const before = Object.fromEntries(
    screen.view.verdicts.map(({ expectation, status }) => [expectation, status]),
  )
  return { ...screen, live: { ...live, before } }
}

function faultsKey(
  screen: RunScreen,
  live: LiveState,
  key: string,
  size: Size,
): Updated<RunScreen> | undefined {
  const step = stepOf(key, size)
  if (step !== undefined)
    return [
      { ...screen, live: { ...live, fault: Math.max(0, moved(live.fault, step, live.changes.length)) } },
    ]
  const fault = live.changes[live.fault]?.name
  if ((key !== 'enter' && key !== ' ') || fault === undefined || live.busy !== undefined) return undefined
  return [screen, { type: 'toggle', id: screen.id, fault, broken: live.broken.includes(fault) }]
}

/** The live lab after something happened to it. */
export function withLive(screen: RunScreen, message: LiveMessage): RunScreen {
  const { live } = screen
  if (!live) return screen
  switch (message.type) {
    case 'live-busy':
      return { ...screen, live: { ...live, busy: message.what } }
    case 'live-idle': {
      const { busy: _, ...idle } = live
      return { ...screen, live: idle }
    }
    case 'live-faults':
      return { ...screen, live: { ...live, broken: message.broken } }
    case 'live-observed':
      return { ...screen, view: { ...screen.view, nodes: message.nodes, networks: message.networks } }
    case 'live-opened':
      return screen
  }
}
