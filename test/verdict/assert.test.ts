import { describe, expect, test } from 'vitest'
import { arpIgnoreOff } from '../support/scenarios.ts'
import { asserted, GOOD, result } from './assert-support.ts'

test('types are stripped, and results become verdicts', async () => {
  const text = `
    import type { AssertModule } from 'lvslab/assert'
    const check: AssertModule = (evidence, api) => {
      const [exchange] = api.exchangesOf('web')
      const [syn] = api.requestsOf(exchange!)
      const entry = api.neighbour('client', '10.0.0.100')
      return [
        { name: 'hop', title: 'First hop', status: 'pass', expected: 'x', observed: api.hop(syn!.hops[0]!), frames: [1] },
        { name: 'neighbour', status: 'pass', expected: 'director', observed: entry!.node! },
        { name: 'kernel', status: 'fail', expected: '1', observed: api.state('rs1').sysctls['ipv4.conf.all.arp_ignore']! },
        { name: 'frames', status: 'inconclusive', expected: 'x', observed: String(api.framesAt('rs1:eth0').length) },
        { name: 'replies', status: 'pass', expected: 'x', observed: String(api.repliesOf(exchange!).length) },
        { name: 'evidence', status: 'pass', expected: 'x', observed: String(evidence.probes.length) },
      ]
    }
    export default check`
  const verdicts = await asserted(text)
  expect(
    verdicts.map(({ expectation, title, status, observed }) => [expectation, title, status, observed]),
  ).toEqual([
    ['assert/hop', 'First hop', 'pass', 'client:director/CIP:VIP'],
    ['assert/neighbour', 'neighbour', 'pass', 'director'],
    ['assert/kernel', 'kernel', 'fail', '1'],
    ['assert/frames', 'frames', 'inconclusive', '21'],
    ['assert/replies', 'replies', 'pass', '3'],
    ['assert/evidence', 'evidence', 'pass', '1'],
  ])
  expect(verdicts[0]?.frames).toEqual([1])
})

test('an assertion that fails is diagnosed as well', async () => {
  const [verdict] = await asserted(result("status: 'fail'"), arpIgnoreOff)
  expect(verdict).toMatchObject({
    status: 'fail',
    diagnosis: { cause: 'arp-ignore', nodes: ['rs1', 'rs2'] },
  })
})

describe('never', () => {
  const never = (point: string, matches: string) =>
    `export default (_, api) => [api.never('x', ['${point}'], ${matches}, 'a reply')]`

  test.each([
    [never('director:eth0', '({ journey }) => journey.flags === "S."'), 'pass', 'none seen'],
    [never('rs2:eth0', '({ journey }) => journey.flags === "S."'), 'fail', '2 frames'],
    [never('rs9:eth0', '() => true'), 'inconclusive', 'none seen; but nothing was captured at rs9:eth0'],
  ])('%s', async (text, status, observed) => {
    expect(await asserted(text)).toMatchObject([
      { status, observed, expected: expect.stringContaining('a reply never at') },
    ])
  })
})

describe('what is wrong as a whole is one error', () => {
  test.each([
    ['throw new Error("flat tyre")', 'flat tyre'],
    ['export default () => { throw new Error("flat tyre") }', 'flat tyre'],
    ['export default async () => { throw "flat tyre" }', 'flat tyre'],
    ['export default (_, api) => api.state("nobody")', 'kernel state of "nobody" was not read'],
    ['export const x = 1', 'has no default export that is a function'],
    ['export default () => []', 'it returned no results'],
    ['export default () => undefined', 'it returned no results'],
    ['export default () => [() => 1]', 'its results are not plain data: () => 1 could not be cloned.'],
  ])('%s', async (text, observed) => {
    expect(await asserted(text)).toMatchObject([
      { expectation: 'assert/assert.ts', status: 'error', observed: expect.stringContaining(observed) },
    ])
  })
})

describe('a result that is wrong is an error', () => {
  test.each([
    ['export default () => [undefined]', 'is not an object'],
    [result("name: 'Not Good'"), 'needs a name such as'],
    [result("status: 'error'"), 'status is pass, fail or inconclusive'],
    [result('observed: 3'), 'needs expected and observed as text'],
    [result('title: 3'), 'title is text'],
    [result("frames: ['1']"), 'frames are frame numbers'],
    [result('frames: [1, 99999, -3]'), 'nothing was captured as frames -3 and 99999'],
  ])('%s', async (text, observed) => {
    expect(await asserted(text)).toMatchObject([
      {
        expectation: 'assert/1',
        status: 'error',
        observed: expect.stringContaining(`result 1: ${observed}`),
      },
    ])
  })

  test('which leaves its neighbours alone, and a name is taken once', async () => {
    const verdicts = await asserted(`export default () => [${GOOD}, 3, ${GOOD}]`)
    expect(verdicts.map(({ expectation, status, observed }) => [expectation, status, observed])).toEqual([
      ['assert/x', 'pass', 'b'],
      ['assert/2', 'error', 'result 2: is not an object'],
      ['assert/3', 'error', 'result 3: its name is taken'],
    ])
  })
})
