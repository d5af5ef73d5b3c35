import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import { dh, mh, persistent, sh } from './hashing.ts'
import { fo, lc, nq, ovf, sed, wlc } from './loads.ts'
import { lblc, lblcr } from './locality.ts'
import type { Rule } from './rule.ts'
import { rr, wrr } from './shares.ts'

/** What each scheduler promises. */
const RULES: Readonly<Record<SpreadExpectation['scheduler'], Rule>> = {
  ...{ rr, wrr, lc, wlc, sed, nq, fo, ovf, sh, dh, mh, lblc, lblcr },
}

/** In a persistent service the scheduler chooses for a client once, and its own rule cannot be seen. */
export function ruleOf(spec: SpreadExpectation): Rule {
  return spec.persistent ? persistent : RULES[spec.scheduler]
}
