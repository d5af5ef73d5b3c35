import { describe, expect, test } from 'vitest'
import { Failover } from '../../support/failover.ts'

const promised = (within: string) => [`outage: { probe: steady, after: lb1-stops, within: ${within} }`]

async function judged(within: string, ...lost: readonly (readonly [number, number])[]) {
  const run = new Failover(promised(within))
  run.requests(...lost)
  return run.verdict()
}

describe('outage', () => {
  test('lasts from the first lost request to the next that is answered', async () => {
    const verdict = await judged('500-700ms', [1100, 1700])
    expect(verdict).toMatchObject({
      expectation: 'outage/steady/lb1-stops',
      title: 'steady is unanswered for 500 ms to 700 ms after lb1-stops',
      status: 'pass',
      observed:
        '600 ms without answers: 6 of 50 requests, one each 100 ms, from 100 ms after lb1-stops (port 40012) to 600 ms after lb1-stops (port 40017)',
    })
    expect(verdict.frames).toHaveLength(8)
  })

  test.each([
    ['is too long', '500ms', 'fail'],
    ['is too short', '1-2s', 'fail'],
    ['is as long as it may be', '600ms', 'pass'],
    ['is one at all', 'none', 'fail'],
  ])('that %s', async (_, within, status) => {
    expect(await judged(within, [1100, 1700])).toMatchObject({ status })
  })

  test('may be promised not to be', async () => {
    expect(await judged('none')).toMatchObject({ status: 'pass', observed: 'none of 50 requests was lost' })
    expect(await judged('1-2s')).toMatchObject({ status: 'fail' })
    expect(await judged('2s')).toMatchObject({ status: 'pass' })
  })

  test('takes in what was under way as the event happened', async () => {
    const run = new Failover(promised('800ms'))
    run.requests([900, 1700])
    for (const attempt of run.attempts.filter((one) => one.outcome === 'answered')) attempt.milliseconds = 110
    expect(await run.verdict()).toMatchObject({ status: 'pass', observed: expect.stringMatching(/^800 ms/) })
  })

  test('that began before the event is not its fault', async () => {
    expect(await judged('1s', [700, 1700])).toMatchObject({
      status: 'fail',
      observed: '3 of 10 requests before lb1-stops were lost already, the first 300 ms before lb1-stops',
    })
  })

  test('a second one', async () => {
    expect(await judged('1s', [1100, 1500], [3000, 3100])).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('; then again, 100 ms without answers'),
    })
  })

  test('that does not end fails once it is too long, and does not decide before', async () => {
    expect(await judged('1s', [1100, 9000])).toMatchObject({
      status: 'fail',
      observed: expect.stringMatching(/^more than 4800 ms .*; nothing was answered any more$/),
    })
    expect(await judged('1s', [5500, 9000])).toMatchObject({ status: 'inconclusive' })
  })

  test('is not known without a request before the event, and without the event', async () => {
    const early = new Failover(promised('1s'))
    for (let at = 1100; at < 3000; at += 100) early.request(at, true)
    expect(await early.verdict()).toMatchObject({ status: 'inconclusive' })
    const never = new Failover(promised('1s'))
    never.requests()
    never.happened.splice(1)
    expect(await never.verdict()).toMatchObject({
      status: 'inconclusive',
      observed: 'lb1-stops did not happen',
    })
  })

  test('without answers that packets show nothing is believed', async () => {
    const run = new Failover(promised('none'))
    run.requests()
    run.attempts.push({ outcome: 'answered', localPort: 50_000, at: 1_700_000_005_950, milliseconds: 5 })
    expect(await run.verdict()).toMatchObject({
      status: 'fail',
      observed: 'no packet shows 1 answer that the client tells of',
    })
  })
})

describe('outages after several events', () => {
  const twice = (text: string) =>
    text.replace('events:\n', 'events:\n    lb1-starts: { at: 3s, start: keepalived, on: lb1 }\n')
  const BOTH = [
    'outage: { probe: steady, after: lb1-stops, within: 1s }',
    'outage: { probe: steady, after: lb1-starts, within: 500ms }',
  ]
  const statuses = async (...lost: readonly (readonly [number, number])[]) => {
    const run = new Failover(BOTH, twice)
    run.requests(...lost)
    return (await run.judged()).map(({ status }) => status)
  }

  test('are told apart', async () => {
    expect(await statuses([1100, 1700], [3100, 3400])).toEqual(['pass', 'pass'])
    expect(await statuses([1100, 1700], [3100, 4000])).toEqual(['pass', 'fail'])
  })

  test('the later one fails where the first is not over', async () => {
    expect(await statuses([1100, 3400])).toEqual(['fail', 'fail'])
  })
})
