import { exitStatus } from './exit.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const

/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const ONE_WISH_MS = 300

/**
 * A signal that is aborted when the user or the system wants the run to end. A second wish ends the process at
 * once; the world dies with it.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  let first = Number.POSITIVE_INFINITY
  const handle = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGPIPE' && Date.now() - first > ONE_WISH_MS) process.exit(exitStatus('interrupted'))
    first = Math.min(first, Date.now())
    controller.abort(signal)
  }
  for (const signal of signals) process.on(signal, handle)
  return controller.signal
}
