import type { Problem, RunOutcome } from '../events/types.ts'
import type { Clock } from '../kernel/types.ts'

/** Ends a run before its verdicts; carries what the user is told. */
export class Stop extends Error {
  readonly outcome: RunOutcome
  readonly problem: Problem

  constructor(outcome: RunOutcome, problem: Problem) {
    super(problem.message)
    this.outcome = outcome
    this.problem = problem
  }
}

/** The value of an answered call, or the end of the run. */
export function orStop<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Problem },
): Value {
  if (result.ok) return result.value
  throw new Stop('error', result.error)
}

/** Rejects when the user interrupts the run, or its time is over, which is real time on every clock. */
export function interruption(
  signal: AbortSignal,
  timeoutMs: number,
  clock: Clock = 'real',
): { promise: Promise<never>; clear: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new Stop('interrupted', { message: 'interrupted' }))
  const onTimeout = () => reject(new Stop('error', tooLong(timeoutMs, clock)))
  const timer = setTimeout(onTimeout, timeoutMs)
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  promise.catch(() => {})
  const clear = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
  return { promise, clear }
}

const STANDING_CLOCK =
  'Virtual time stands while anybody computes: a program that never waits for anything stops it for ever.'
const STANDING_CLOCK_REMEDY = 'give it more time with --timeout SECONDS, or real time with --clock real'

function tooLong(timeoutMs: number, clock: Clock): Problem {
  const message = `the run did not end within ${timeoutMs / 1000} s`
  if (clock === 'virtual') return { message, detail: STANDING_CLOCK, remedy: STANDING_CLOCK_REMEDY }
  return { message, remedy: 'give it more time with --timeout SECONDS' }
}
