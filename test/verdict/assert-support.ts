import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAssertions } from '../../src/verdict/assert.ts'
import { judge } from '../../src/verdict/judge.ts'
import type { Verdict } from '../../src/verdict/types.ts'
import { viewOf } from '../../src/verdict/view.ts'
import { VIP } from '../support/cast.ts'
import { labOf } from '../support/dr-lab.ts'
import { healthy } from '../support/scenarios.ts'
import { scratch } from '../support/scratch.ts'

/** Puts a text into an assert.ts of its own, outside the checkout. */
export function assertFile(text: string, folder = scratch('assert')): string {
  const file = join(folder, 'assert.ts')
  writeFileSync(file, text)
  return file
}

/** Verdicts of assert.ts on a drawn run, as `lvslab run` comes by them. */
export async function asserted(text: string, scenario = healthy): Promise<Verdict[]> {
  const run = scenario()
  const lab = { ...labOf(run.cast), vars: { vip: VIP }, assertFile: assertFile(text) }
  const verdicts = await judge(lab, run.evidence())
  return verdicts.filter(({ expectation }) => expectation.startsWith('assert/'))
}

/** The same with less patience than users have. */
export function assertedWithin(text: string, patienceMs: number): Promise<Verdict[]> {
  const run = healthy()
  return runAssertions(viewOf(labOf(run.cast), run.evidence()), assertFile(text), patienceMs)
}

export const GOOD = "{ name: 'x', status: 'pass', expected: 'a', observed: 'b' }"

/** An assert.ts with one good result, changed by `fields`. */
export const result = (fields: string) => `export default () => [{ ...${GOOD}, ${fields} }]`
