import { exitStatus } from './exit.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const

/**
 * A signal that is aborted when the user or the system wants the run to end. The same wish a second time ends
 * the process at once; the world dies with it.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  const once = (signal: NodeJS.Signals) => {
    const again = controller.signal.aborted && signal !== 'SIGPIPE'
    if (again) process.exit(exitStatus('interrupted'))
    controller.abort(signal)
  }
  for (const signal of signals) process.on(signal, once)
  return controller.signal
}
