import type { ExpectationSpec } from '../../src/lab/expectations/types.ts'
import { judge } from '../../src/verdict/judge.ts'
import type { Verdict } from '../../src/verdict/types.ts'
import { labOf } from '../support/dr-lab.ts'
import type { EvidenceBuilder } from '../support/evidence.ts'

/** Verdicts on a drawn run; without expectations, on everything that `mode: dr` promises. */
export function judged(run: EvidenceBuilder, ...expectations: ExpectationSpec[]): Promise<Verdict[]> {
  return judge(labOf(run.cast, expectations.length > 0 ? expectations : undefined), run.evidence())
}

export function verdictOn(verdicts: readonly Verdict[], id: string): Verdict {
  const verdict = verdicts.find(({ expectation }) => expectation === id)
  if (verdict === undefined) throw new Error(`no verdict ${id}`)
  return verdict
}

/** The one verdict of the mode that an expectation's id names. */
export async function verdictOf(run: EvidenceBuilder, id: string): Promise<Verdict> {
  return verdictOn(await judged(run), id)
}

/** `dr/answered pass`, one line each: short to compare, and a failure shows the whole. */
export const statuses = (verdicts: readonly Verdict[]): string[] =>
  verdicts.map(({ expectation, status }) => `${expectation} ${status}`)

export const failing = (verdicts: readonly Verdict[]): string[] =>
  verdicts.filter(({ status }) => status === 'fail').map(({ expectation }) => expectation)
