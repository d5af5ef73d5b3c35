import type { RunOutcome } from '../events/types.ts'
import type { Lab } from '../lab/types.ts'
import { judge, overall } from '../verdict/judge.ts'
import { namesOf } from '../verdict/names.ts'
import type { Evidence, Verdict } from '../verdict/types.ts'
import type { Say } from './steps.ts'

/** Draws verdicts from evidence, and tells of both. */
export async function judgeEvidence(lab: Lab, evidence: Evidence, say: Say): Promise<RunOutcome> {
  tellState(evidence, say)
  const verdicts = await judge(lab, evidence)
  tellJudged(lab, evidence, verdicts, say)
  return overall(verdicts)
}

/** Tells of evidence of which nothing is expected. */
export function tellEvidence(lab: Lab, evidence: Evidence, say: Say): void {
  tellState(evidence, say)
  tellJudged(lab, evidence, [], say)
}

function tellJudged(lab: Lab, evidence: Evidence, verdicts: readonly Verdict[], say: Say): void {
  const { journeys, exchanges } = evidence
  say({ type: 'judged', names: namesOf(evidence, lab), journeys, exchanges, verdicts })
}

function tellState(evidence: Evidence, say: Say): void {
  const { nodes, networks, before, captures, origin, addressChanges } = evidence
  say({ type: 'observed', nodes, networks, captures, origin, addressChanges, ...(before && { before }) })
}
