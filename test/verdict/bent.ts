import { describe, expect, test } from 'vitest'
import { type ModeName, type PromiseName, promisesOf } from '../../src/lab/vocabulary.ts'
import { Recording } from '../support/recording.ts'
import { statuses, verdictOn } from './support.ts'

/** How a recording is bent, and what is said about it. */
export type Bend = readonly [bend: (run: Recording) => void, observed: string | RegExp]

/** A recorded run keeps every promise of its mode; and each is broken by evidence of its own. */
export function testPromises<Mode extends ModeName>(
  mode: Mode,
  broken: Readonly<Record<PromiseName<Mode>, readonly Bend[]>>,
): void {
  test(`a recorded run of ${mode} keeps every promise`, async () => {
    expect(statuses(await new Recording(mode).judged())).toEqual(
      promisesOf(mode).map((name) => `${mode}/${name} pass`),
    )
  })

  describe.each(promisesOf(mode))(`${mode}/%s`, (name) => {
    test.each(broken[name].map((one, index) => [index + 1, ...one] as const))(
      'is broken, %i',
      async (_, bend, observed) => {
        const run = new Recording(mode)
        bend(run)
        const verdict = verdictOn(await run.judged(), `${mode}/${name}`)
        expect(verdict).toMatchObject({ status: 'fail', observed: expect.stringMatching(observed) })
        expect(verdict.diagnosis?.text).toBeTruthy()
      },
    )
  })
}
