import { describe, expect, test } from 'vitest'
import { Failover } from '../../support/failover.ts'

/** Requests each 100 ms: to rs1 in the given times, else to lb1. The event is at 1 s. */
async function judged(kind: 'leaves' | 'joins', within: string, ...handed: readonly [number, number][]) {
  const run = new Failover([`${kind}: { probe: steady, server: rs1, after: lb1-stops, within: ${within} }`])
  const last = run.lab.timeline?.lastsMs ?? 0
  for (let at = 0; at < last; at += 100)
    run.request(at, true, handed.some(([from, to]) => at >= from && at < to) ? 'rs1' : 'lb1')
  return run.verdict()
}

describe('a server that leaves', () => {
  test.each([
    ['in time', '1s', 'pass'],
    ['too late', '300ms', 'fail'],
    ['too early', '1-2s', 'fail'],
  ])('%s', async (_, within, status) => {
    expect(await judged('leaves', within, [0, 1500])).toMatchObject({
      ...{ expectation: 'leaves/rs1/lb1-stops', status },
      observed: 'rs1 was handed 5 of 50 requests, the last 400 ms after lb1-stops',
    })
  })

  test('and had nothing to lose proves nothing', async () => {
    expect(await judged('leaves', '1s')).toMatchObject({
      ...{ status: 'inconclusive', observed: 'rs1 was handed no request before lb1-stops' },
    })
  })

  test('is not told from one that stays, where nothing is sent after', async () => {
    expect(await judged('leaves', '9s', [0, 99_000])).toMatchObject({
      status: 'inconclusive',
      observed: expect.stringContaining('; nobody was handed any after that'),
    })
  })
})

describe('a server that joins', () => {
  test.each([
    ['in time', '1s', 'pass'],
    ['too late', '300ms', 'fail'],
    ['too early', '1-2s', 'fail'],
  ])('%s', async (_, within, status) => {
    expect(await judged('joins', within, [1500, 1700])).toMatchObject({
      ...{ expectation: 'joins/rs1/lb1-stops', status },
      observed: 'rs1 was handed 2 of 50 requests, the first 500 ms after lb1-stops',
    })
  })

  test('never', async () => {
    expect(await judged('joins', '9s', [0, 900])).toMatchObject({
      ...{ status: 'fail', observed: 'rs1 was handed 0 of 50 requests' },
    })
  })
})
