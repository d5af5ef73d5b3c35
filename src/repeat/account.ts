import type { Problem, RunOutcome } from '../events/types.ts'
import type { Agreement, Difference } from './compare.ts'
import type { Timeline } from './timeline.ts'

/** One of several runs of the same lab. */
export interface RepeatedRun {
  /** Counted from 1, in the order in which they began. */
  readonly run: number
  readonly outcome: RunOutcome
  readonly milliseconds: number
  /** Why it broke, where it did. */
  readonly problem?: Problem
  /** Absent where the run was not judged. */
  readonly timeline?: Timeline
  /** How it compares with the first run; absent of that one, and of one that was not judged. */
  readonly agreement?: Agreement
}

/** What is kept of a run that has been compared. */
export type ComparedRun = Omit<RepeatedRun, 'timeline'>

/** What came of running a lab several times. */
export interface Repetition {
  /** By number. */
  readonly runs: readonly ComparedRun[]
  /** What the others were compared with; absent where it was not judged. */
  readonly first?: Timeline
  /** The run of the lowest number that differs from the first one. */
  readonly parting?: Parting
}

export interface Parting {
  readonly run: number
  readonly timeline: Timeline
  readonly difference: Difference
}

/** How runs end that were judged. */
const JUDGED: readonly RunOutcome[] = ['pass', 'fail', 'inconclusive']

export const isJudged = (outcome: RunOutcome): boolean => JUDGED.includes(outcome)

/** The fields in which runs differ that are alike otherwise; empty where they have the same octets. */
export function randomFields({ runs }: Repetition): string[] {
  const fields = runs.flatMap(({ agreement }) => (agreement?.level === 'alike' ? agreement.fields : []))
  return [...new Set(fields)].toSorted()
}
