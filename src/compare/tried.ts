import type { AttemptEnd, Verdict } from '../verdict/types.ts'
import { type Contender, SETUPS } from './modes.ts'

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

/** What a run shows of one thing that was tried. */
export interface Shown {
  readonly attempts: readonly AttemptEnd[]
  /** On what it was held to. */
  readonly verdicts: readonly Verdict[]
  /** What packets show of each conversation. */
  readonly modes: readonly string[]
}

/** A promise that was broken decides, and so do attempts that all went as the mode does; nothing else does. */
export function triedOf({ attempts, verdicts, modes }: Shown, mode: Contender): Tried {
  const broken = verdicts.find(({ status }) => status === 'fail')
  if (broken) return { possible: false, how: howOf(attempts, broken), ...becauseOf(verdicts) }
  const open = verdicts.find(({ status }) => status !== 'pass')
  if (open) return { missing: `${open.expectation}: ${open.status}, ${open.observed}` }
  if (verdicts.length === 0) return { missing: 'nothing was judged' }
  const own = SETUPS[mode].proxy ? 'proxy' : mode
  const other = modes.find((one) => one !== own)
  return other === undefined ? { possible: true } : { possible: false, how: `went as ${other}` }
}

function howOf(attempts: readonly AttemptEnd[], broken: Verdict): string {
  return attempts.find(({ outcome }) => outcome !== 'answered')?.outcome ?? broken.expectation
}

function becauseOf(verdicts: readonly Verdict[]): { because?: string } {
  const known = verdicts.flatMap(({ diagnosis }) => diagnosis ?? []).find(({ cause }) => cause !== 'unknown')
  return known ? { because: `${known.cause} at ${known.nodes.join(', ')}` } : {}
}
