import type { RunOutcome } from '../events/types.ts'
import type { Lab } from '../lab/types.ts'
import { judge, overall } from '../verdict/judge.ts'
import { namesOf } from '../verdict/names.ts'
import type { Evidence } from '../verdict/types.ts'
import { type EvidenceFolders, gatherEvidence } from './evidence.ts'
import type { Seen } from './round.ts'
import type { Say } from './steps.ts'

/** Turns what was seen into evidence and verdicts, and tells of both. */
export async function judgeSeen(lab: Lab, seen: Seen, where: EvidenceFolders, say: Say): Promise<RunOutcome> {
  const evidence = gatherEvidence(lab, seen, where)
  tellState(evidence, say)
  const verdicts = await judge(lab, evidence)
  const { journeys, exchanges } = evidence
  say({ type: 'judged', names: namesOf(evidence, lab), journeys, exchanges, verdicts })
  return overall(verdicts)
}

/** Follows the packets and tells of them; nothing is expected of them. */
export function showSeen(lab: Lab, seen: Seen, where: EvidenceFolders, say: Say): void {
  const evidence = gatherEvidence(lab, seen, where)
  tellState(evidence, say)
  const { journeys, exchanges } = evidence
  say({ type: 'judged', names: namesOf(evidence, lab), journeys, exchanges, verdicts: [] })
}

function tellState({ nodes, networks, captures, origin, addressChanges }: Evidence, say: Say): void {
  say({ type: 'observed', nodes, networks, captures, origin, addressChanges })
}
