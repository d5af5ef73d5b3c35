import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import type { Expectation } from '../expectation.ts'
import { every, type Finding, fail, inconclusive, pass } from '../finding.ts'
import { pointsOf } from '../topology.ts'
import type { View } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { countsText, dealsOf } from './deals.ts'
import { explainSpread } from './explain.ts'
import type { Judgement } from './rule.ts'
import { ruleOf } from './rules.ts'

/** How requests fall on the real servers, as the scheduler deals them. */
export function spread(spec: SpreadExpectation): Expectation {
  const deals = spec.persistent ? `a persistent service of ${spec.scheduler}` : spec.scheduler
  return {
    id: spec.id,
    stage: 'end',
    title: `Requests of ${listed(spec.probes)} fall on the real servers as ${deals} deals them`,
    expected: ruleOf(spec).promise(spec),
    ...(spec.probes[0] === undefined ? {} : { probe: spec.probes[0] }),
    check: (view) => checkSpread(view, spec),
    explain: (view) => explainSpread(view, spec),
  }
}

function checkSpread(view: View, spec: SpreadExpectation): Finding {
  const attempts = dealsOf(view, spec)
  if (attempts.length === 0) return inconclusive(`probe ${listed(spec.probes)} made no attempt`)
  const points = spec.over.flatMap((server) => pointsOf(view.lab, server))
  const finding = every(view, attempts, { noun: 'request', none: '', points }, (one) =>
    'server' in one ? { frames: [one.frame] } : { deviation: one },
  )
  const deals = attempts.flatMap((one) => ('server' in one ? [one] : []))
  const observed = countsText(spec, deals)
  if (finding.status !== 'pass') return { ...finding, observed: `${observed}; ${finding.observed}` }
  return found(ruleOf(spec).judge(spec, deals), observed, finding.frames)
}

function found(judgement: Judgement, counts: string, frames: readonly number[]): Finding {
  const { kind, text } = judgement
  const observed = text === undefined ? counts : `${counts}; ${text}`
  if (kind === 'kept') return pass(observed, frames)
  if (kind === 'open') return inconclusive(observed, frames)
  const frame = judgement.deal?.frame
  return frame === undefined ? fail(observed, frames) : fail(`${observed} (${frameText([frame])})`, [frame])
}
