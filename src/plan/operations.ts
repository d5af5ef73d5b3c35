import type { DaemonPlan, Operation } from './types.ts'

/** Starts a daemon, and where others of its kind have to wait, waits for its beginning. */
export function startOf(daemon: DaemonPlan): Operation[] {
  const { begun } = daemon
  return [{ kind: 'start', daemon }, ...(begun ? [{ kind: 'await', daemon, until: begun } as const] : [])]
}

/** Has every daemon that can do so look at its configuration; of daemons that have the same, one looks at it for all. */
export function testsOf(daemons: readonly DaemonPlan[]): Operation[] {
  const looked = new Set<string>()
  return daemons.flatMap((daemon): Operation[] => {
    const { files, test } = daemon
    if (test === undefined) return []
    const key = JSON.stringify([files, test])
    if (looked.has(key)) return [{ kind: 'files', daemon }]
    looked.add(key)
    return [{ kind: 'test', daemon, test }]
  })
}
