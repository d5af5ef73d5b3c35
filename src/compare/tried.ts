import type { RunOutcome } from '../events/types.ts'
import type { RunView } from '../events/view.ts'
import type { Mode } from './modes.ts'

/** Why there is nothing to show: never a value that was not measured. */
export interface Missing {
  readonly missing: string
}

/** What came of a try. */
export type Tried =
  | { readonly possible: true }
  | {
      readonly possible: false
      /** How it failed: `timeout`, `went as dr`, or the promise that was broken. */
      readonly how: string
      /** What the diagnosis named, where there is one: `rs-behind-router at rs1`. */
      readonly because?: string
    }
  | Missing

/** A run that has ended, as the suite judged it: `fail` where an expectation of the lab was not met. */
export interface Ended {
  readonly view: RunView
  readonly outcome: RunOutcome
  /** Why it did not pass. */
  readonly reasons: readonly string[]
}

/** @param modes what packets show of each conversation */
export function triedOf({ view, outcome, reasons }: Ended, mode: Mode, modes: readonly string[]): Tried {
  if (outcome === 'fail') return { possible: false, how: howOf(view), ...becauseOf(view) }
  if (outcome !== 'pass') return { missing: reasons[0] ?? outcome }
  const other = modes.find((one) => one !== mode)
  return other === undefined ? { possible: true } : { possible: false, how: `went as ${other}` }
}

function howOf({ probes, verdicts }: RunView): string {
  const attempts = probes.flatMap((probe) => probe.attempts)
  const unanswered = attempts.find(({ outcome }) => outcome !== 'answered')
  if (unanswered !== undefined) return unanswered.outcome
  const broken = verdicts.find(({ status }) => status === 'fail')
  return broken?.expectation ?? 'answered'
}

function becauseOf({ verdicts }: RunView): { because?: string } {
  const known = verdicts.flatMap(({ diagnosis }) => diagnosis ?? []).find(({ cause }) => cause !== 'unknown')
  return known ? { because: `${known.cause} at ${known.nodes.join(', ')}` } : {}
}
