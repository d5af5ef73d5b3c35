import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { labNamed } from './support/declared.ts'
import { kernelOf, type RunEnd, testKilling } from './support/killing.ts'
import { eventsIn, fixture } from './support/lvslab.ts'

const LAB = fixture('several')
const CASES = ['healthy', ...labNamed(LAB).changes.map(({ name }) => name)]
const SUITE = ['test', LAB, '--kernel', 'uml', '--jobs', '2']

testKilling('the front-end of a suite', 2, {
  args: SUITE,
  victim: (_traces, frontEnd) => frontEnd,
  expectEnd: ({ signal }) => expect(signal).toBe('SIGKILL'),
})

testKilling('a kernel of a suite', 2, {
  args: SUITE,
  victim: kernelOf,
  expectEnd: expectOthersDone,
})

/** At most the case that was in the kernel is lost; between two cases nothing is. */
function expectOthersDone({ out, status, text }: RunEnd): void {
  const ends = CASES.map((name) => eventsIn(join(out, 'several', name), text).at(-1))
  const outcomes = ends.map((end) => (end?.type === 'run-ended' ? end.outcome : end?.type))
  const broken = outcomes.filter((outcome) => outcome !== 'pass')
  expect(broken, text).toEqual(status === 0 ? [] : ['error'])
  expect(CASES.every((name) => existsSync(join(out, 'several', name, 'result.json')))).toBe(true)
  if (status !== 0) expect(text.replace(/\s+/g, ' ')).toContain('User-Mode Linux ended unexpectedly')
}
