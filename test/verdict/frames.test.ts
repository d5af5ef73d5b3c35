import { describe, expect, test } from 'vitest'
import { buildJourneys } from '../../src/journey/build.ts'
import { judge } from '../../src/verdict/judge.ts'
import type { Evidence, Verdict } from '../../src/verdict/types.ts'
import { labOf } from '../support/dr-lab.ts'
import { framesOf, ownersOf } from '../support/drawn-frames.ts'
import type { EvidenceBuilder } from '../support/evidence.ts'
import * as scenarios from '../support/scenarios.ts'

/** The same run, its packets followed from their octets instead of drawn. */
function fromFrames(run: EvidenceBuilder): Evidence {
  const points = run.captures.map(({ point }) => point)
  return { ...run.evidence(), ...buildJourneys(framesOf(run), ownersOf(run), points) }
}

const isScenario = (value: unknown): value is scenarios.Scenario => typeof value === 'function'
const all = Object.entries(scenarios).filter((entry): entry is [string, scenarios.Scenario] =>
  isScenario(entry[1]),
)

const essence = ({ expectation, status, observed, frames, diagnosis }: Verdict) => ({
  expectation,
  status,
  observed,
  frames,
  diagnosis,
})

describe.each([{}, { router: 'client' }] as const)('from octets to verdicts, %j', (shape) => {
  test.each(all)(
    '%s: journeys that were followed lead to the same verdicts as those that were drawn',
    async (_, scenario) => {
      const run = scenario(shape)
      const lab = labOf(run.cast)
      const followed = await judge(lab, fromFrames(run))
      const drawn = await judge(lab, run.evidence())
      expect(followed.map(essence)).toEqual(drawn.map(essence))
    },
  )
})
