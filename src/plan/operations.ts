import type { DaemonPlan, Operation } from './types.ts'

/** Starts a daemon, and where others of its kind have to wait, waits for its beginning. */
export function startOf(daemon: DaemonPlan): Operation[] {
  const { begun } = daemon
  return [{ kind: 'start', daemon }, ...(begun ? [{ kind: 'await', daemon, until: begun } as const] : [])]
}

/** Has a daemon that can do so look at its configuration. */
export function testOf(daemon: DaemonPlan): Operation[] {
  return daemon.test ? [{ kind: 'test', daemon, test: daemon.test }] : []
}
