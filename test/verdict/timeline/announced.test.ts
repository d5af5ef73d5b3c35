import { describe, expect, test } from 'vitest'
import { Failover } from '../../support/failover.ts'

const PROMISE = 'announced: { address: 10.0.0.100, by: lb2, within: 1s }'

function taken(...times: readonly number[]): Failover {
  const run = new Failover([PROMISE])
  run.gains('lb2', 1800)
  for (const at of times) run.announces('lb2', at)
  return run
}

describe('announced', () => {
  test('five at once, five more after five seconds', async () => {
    const times = [1801, 1802, 1803, 1804, 1805]
    const verdict = await taken(...times, ...times.map((at) => at + 5000)).verdict()
    expect(verdict).toMatchObject({
      expectation: 'announced/10.0.0.100/lb2',
      status: 'pass',
      observed: '10 announcements: 5 at 1 ms, 5 at 5001 ms after lb2 got 10.0.0.100',
    })
    expect(verdict.frames).toHaveLength(10)
  })

  test('one may come before the kernel tells of the address', async () => {
    expect(await taken(1780).verdict()).toMatchObject({
      status: 'pass',
      observed: '1 announcement: 1 at 0 ms after lb2 got 10.0.0.100',
    })
  })

  test('too late, or by another', async () => {
    expect(await taken(2900).verdict()).toMatchObject({ status: 'fail' })
    const run = taken()
    run.announces('lb1', 1900)
    expect(await run.verdict()).toMatchObject({
      status: 'fail',
      observed: 'no announcement after lb2 got 10.0.0.100',
    })
  })

  test('of the time before it does not count', async () => {
    const run = new Failover([PROMISE])
    run.gains('lb2', -3000)
    run.announces('lb2', -2900)
    run.loses('lb2', 1000)
    run.gains('lb2', 1800)
    expect(await run.verdict()).toMatchObject({ status: 'fail' })
    run.announces('lb2', 1810)
    expect(await run.verdict()).toMatchObject({ status: 'pass' })
  })

  test('fails if the node never gets it', async () => {
    expect(await new Failover([PROMISE]).verdict()).toMatchObject({
      status: 'fail',
      observed: 'lb2 did not get 10.0.0.100 on the timeline',
    })
  })

  test('its silence is not believed of a capture that lost packets', async () => {
    const run = taken()
    for (const capture of run.captures) if (capture.point === 'lb2:eth0') capture.dropped = 3
    expect(await run.verdict()).toMatchObject({ status: 'inconclusive' })
  })
})
