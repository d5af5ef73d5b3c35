import type { Lab } from '../lab/types.ts'
import { runAssertions } from './assert.ts'
import { diagnose } from './diagnosis/diagnose.ts'
import { expandExpectations } from './expand.ts'
import type { Expectation } from './expectation.ts'
import { type Finding, fail } from './finding.ts'
import type { Evidence, Verdict, VerdictStatus } from './types.ts'
import { type View, viewOf } from './view.ts'
import { messageOf } from './words.ts'

/**
 * Compares what a lab promises with what was captured and what its kernels hold. One verdict for each expectation
 * in the order of the lab file, then those of assert.ts; whatever did not pass carries a diagnosis where there is
 * one. An exception in one expectation is that verdict's alone.
 */
export async function judge(lab: Lab, evidence: Evidence): Promise<Verdict[]> {
  const view = viewOf(lab, evidence)
  const outcomes = expandExpectations(lab).map((expectation) => check(view, expectation))
  const judged = outcomes.flatMap((outcome) => ('finding' in outcome ? [outcome] : []))
  const verdicts = outcomes.map((outcome) =>
    'finding' in outcome ? toVerdict(view, outcome, judged) : outcome,
  )
  const asserted = lab.assertFile === undefined ? [] : await runAssertions(view, lab.assertFile)
  return [...verdicts, ...asserted.map((verdict) => explained(view, verdict, judged))]
}

interface Outcome {
  readonly expectation: Expectation
  readonly finding: Finding
}

function check(view: View, expectation: Expectation): Outcome | Verdict {
  try {
    return { expectation, finding: expectation.check(view) }
  } catch (error) {
    const { id, title, expected } = expectation
    return { expectation: id, title, status: 'error', expected, observed: messageOf(error), frames: [] }
  }
}

function toVerdict(view: View, outcome: Outcome, all: readonly Outcome[]): Verdict {
  const { id, title, expected } = outcome.expectation
  const { status, observed, frames } = outcome.finding
  const verdict = { expectation: id, title, status, expected, observed, frames: [...new Set(frames)] }
  return withDiagnosis(verdict, () => diagnose(view, outcome, all))
}

/** A failed result of assert.ts is explained as one about the whole conversation. */
function explained(view: View, verdict: Verdict, all: readonly Outcome[]): Verdict {
  if (verdict.status !== 'fail') return verdict
  const expectation = { stage: 'end' } as const
  const finding = fail(verdict.observed, verdict.frames)
  return withDiagnosis(verdict, () => diagnose(view, { expectation, finding }, all))
}

/** A diagnosis that breaks does not take the verdict with it. */
function withDiagnosis(verdict: Verdict, find: () => Verdict['diagnosis']): Verdict {
  try {
    const diagnosis = find()
    return diagnosis === undefined ? verdict : { ...verdict, diagnosis }
  } catch (error) {
    const text = `The diagnosis broke: ${messageOf(error)}. This is a bug of lvslab, and the verdict stands.`
    return { ...verdict, diagnosis: { cause: 'unknown', nodes: [], text } }
  }
}

/** Worst first. */
const GRAVITY: readonly VerdictStatus[] = ['fail', 'error', 'inconclusive', 'pass']

/** How a run ended by its verdicts: the gravest of them. A run that judged nothing is an error. */
export function overall(verdicts: readonly Verdict[]): VerdictStatus {
  return GRAVITY.find((status) => verdicts.some((verdict) => verdict.status === status)) ?? 'error'
}
