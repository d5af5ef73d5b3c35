import { expect, test } from 'vitest'
import { type FinishedRun, fixture, run } from './support/lvslab.ts'

const LAB = fixture('asserted')

const verdictsOf = ({ view }: FinishedRun) =>
  view.verdicts.map(({ expectation, status }) => `${expectation} ${status}`)

test('what assert.ts finds becomes verdicts like any other', async () => {
  const finished = await run([LAB])
  expect(verdictsOf(finished), finished.text).toEqual([
    'outcome/web pass',
    'assert/no-udp pass',
    'assert/few-handshakes pass',
    'assert/neighbour pass',
  ])
  expect(finished.status).toBe(0)
})

test('one that does not hold fails the run, with its frames', async () => {
  const finished = await run([LAB, '--set', 'mood=strict'])
  expect(finished.status, finished.text).toBe(1)
  const failed = finished.view.verdicts.find(({ status }) => status === 'fail')
  expect(failed).toMatchObject({
    expectation: 'assert/few-handshakes',
    title: 'No more handshakes than requests',
    expected: 'at most 0',
    observed: '2 of 2 requests',
  })
  expect(failed?.frames).toHaveLength(4)
})

test('one that throws is an error, not a pass', async () => {
  const finished = await run([LAB, '--set', 'mood=broken'])
  expect(finished.status, finished.text).toBe(1)
  expect(finished.view.end?.outcome).toBe('error')
  expect(verdictsOf(finished)).toEqual(['outcome/web pass', 'assert/assert.ts error'])
  expect(finished.text).toContain('this file is in a bad mood')
})
