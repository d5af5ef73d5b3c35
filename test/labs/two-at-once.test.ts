import { expect, test } from 'vitest'
import { expectPass, type FinishedRun, run } from './support/lvslab.ts'

/** The same names and addresses in both: nothing but the worlds keeps them apart. */
test('two runs of one lab at the same time do not meet', async () => {
  const [one, other] = await Promise.all([run(['dr']), run(['dr', '--seed', 'other'])])
  for (const finished of [one, other]) expectPass(finished)
  const others = macsOf(other)
  expect([...macsOf(one)].filter((mac) => others.has(mac))).toEqual([])
})

function macsOf({ view }: FinishedRun): Set<string> {
  return new Set(view.journeys.flatMap(({ hops }) => hops.map(({ sourceMac }) => sourceMac)))
}
