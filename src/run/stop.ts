import type { Problem, RunOutcome } from '../events/types.ts'

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

/** Rejects when the user interrupts the run, or its time is over. */
export function interruption(
  signal: AbortSignal,
  timeoutMs: number,
): { promise: Promise<never>; clear: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new Stop('interrupted', { message: 'interrupted' }))
  const onTimeout = () => reject(new Stop('error', tooLong(timeoutMs)))
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

function tooLong(timeoutMs: number): Problem {
  const message = `the run did not end within ${timeoutMs / 1000} s`
  return { message, remedy: 'give it more time with --timeout SECONDS' }
}
