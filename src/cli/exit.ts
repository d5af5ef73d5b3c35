import type { RunOutcome } from '../events/types.ts'

/** What the process ends with; the table of `lvslab --help`. */
export const exitStatuses = {
  pass: { status: 0, meaning: 'every promise was kept, or there was nothing to prove' },
  fail: { status: 1, meaning: 'a promise was broken, a run itself broke, or repeated runs differ' },
  usage: { status: 2, meaning: 'wrong usage, or a lab with mistakes; nothing was started' },
  unsupported: { status: 3, meaning: 'not possible on this machine; lvslab doctor says why' },
  inconclusive: { status: 4, meaning: 'the evidence does not decide' },
  interrupted: { status: 130, meaning: 'interrupted, or nobody was left to read the output' },
} as const

export type ExitName = keyof typeof exitStatuses

export const exitStatus = (name: ExitName): number => exitStatuses[name].status

/** A run that broke failed: it proved nothing, and that is not the lab's wish. */
export const outcomeStatus = (outcome: RunOutcome): number =>
  exitStatus(outcome === 'error' ? 'fail' : outcome)

/** The status of many runs: what stopped them first, then the worst. */
export function worstStatus(outcomes: readonly RunOutcome[]): number {
  const order: readonly ExitName[] = ['interrupted', 'fail', 'unsupported', 'inconclusive']
  const statuses = outcomes.map(outcomeStatus)
  const worst = order.find((name) => statuses.includes(exitStatus(name)))
  return exitStatus(worst ?? 'pass')
}
