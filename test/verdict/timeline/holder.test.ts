import { describe, expect, test } from 'vitest'
import { Failover } from '../../support/failover.ts'

const TAKES_OVER = 'holder: { address: 10.0.0.100, is: lb2, after: lb1-stops, within: 4s }'

type Change = readonly [node: string, at: number, what: 'gains' | 'loses']

/** Who gains and loses the address, and when. */
async function judged(expected: string, ...changes: readonly Change[]) {
  const run = new Failover([expected])
  for (const [node, at, what] of changes) run[what](node, at)
  return run.verdict()
}

describe('holder', () => {
  test('takes the address over within the time', async () => {
    expect(
      await judged(TAKES_OVER, ['lb1', -5000, 'gains'], ['lb1', 1050, 'loses'], ['lb2', 1800, 'gains']),
    ).toMatchObject({
      expectation: 'holder/10.0.0.100/lb1-stops',
      status: 'pass',
      observed: 'lb1 to 50 ms after lb1-stops, nobody for 750 ms, lb2 from 800 ms after lb1-stops',
    })
  })

  test('has it all the time, if it had it before the daemons started too', async () => {
    const run = new Failover(['holder: { address: 10.0.0.100, is: lb1 }'])
    run.gains('lb1', -5000)
    run.changes.splice(0)
    expect(await run.verdict()).toMatchObject({
      expectation: 'holder/10.0.0.100',
      status: 'pass',
      observed: 'lb1',
    })
  })

  const had: Change = ['lb1', -5000, 'gains']
  const failures: [string, string, ...Change[]][] = [
    ['is late', 'lb2 was late', had, ['lb1', 1050, 'loses'], ['lb2', 5100, 'gains']],
    ['had it before', 'lb2 had it before lb1-stops', ['lb2', 900, 'gains']],
    ['loses it again', 'lb2 lost it', ['lb2', 1800, 'gains'], ['lb2', 3000, 'loses']],
    ['is another', 'lb1: not lb2', had],
    ['is nobody', 'nobody: not lb2', had, ['lb1', 900, 'loses']],
  ]
  test.each(failures)('fails where it %s', async (_, words, ...changes) => {
    const verdict = await judged(TAKES_OVER, ...changes)
    expect(verdict).toMatchObject({ status: 'fail', observed: expect.stringContaining(words) })
  })

  test('without within, it has to have it as the event happens', async () => {
    const keeps = 'holder: { address: 10.0.0.100, is: lb2, after: lb1-stops }'
    expect(await judged(keeps, ['lb2', -5000, 'gains'])).toMatchObject({ status: 'pass' })
    expect(await judged(keeps, ['lb2', 1100, 'gains'])).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('lb2 did not have it at first'),
    })
  })

  test('may share it while it is handed over', async () => {
    expect(
      await judged(TAKES_OVER, ['lb1', -5000, 'gains'], ['lb2', 1800, 'gains'], ['lb1', 1900, 'loses']),
    ).toMatchObject({ status: 'pass' })
  })

  test('shares it in a split brain, and who answers is told', async () => {
    const run = new Failover([TAKES_OVER])
    run.gains('lb1', -5000)
    run.gains('lb2', 4000)
    run.answers('lb1', 3000)
    run.answers('lb1', 4500)
    run.answers('lb2', 4501)
    const verdict = await run.verdict()
    expect(verdict).toMatchObject({
      status: 'fail',
      observed:
        'lb1 and lb2 both from 3000 ms after lb1-stops to the end; lb1 (frame 20) and lb2 (frame 30) answered who-has 10.0.0.100',
    })
    expect(verdict.frames).toEqual([20, 30])
  })

  test('is believed of no monitor that the kernel contradicts', async () => {
    const run = new Failover([TAKES_OVER])
    run.gains('lb2', 1800)
    const { interfaces } = run.state('lb2')
    run.state('lb2').interfaces = interfaces.map((one) => ({ ...one, addresses: [] }))
    expect(await run.verdict()).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('does not have it in the end'),
    })
  })

  test('changes from promise to promise', async () => {
    const promises = ['holder: { address: 10.0.0.100, is: lb1 }', TAKES_OVER]
    const run = new Failover(promises)
    run.gains('lb1', -5000)
    run.loses('lb1', 1050)
    run.gains('lb2', 1800)
    expect((await run.judged()).map(({ status }) => status)).toEqual(['pass', 'pass'])
  })
})
