import { describe, expect, test } from 'vitest'
import { expectationIds } from '../../src/lab/expectations/ids.ts'
import { expandExpectations } from '../../src/verdict/expand.ts'
import type { Verdict } from '../../src/verdict/types.ts'
import { Recording } from '../support/recording.ts'
import { failing, statuses, verdictOn } from './support.ts'

const notPassed = (verdicts: readonly Verdict[]) =>
  statuses(verdicts).filter((text) => !text.endsWith(' pass'))

describe.each(['mixed', 'hybrid'])('%s', (name) => {
  test('keeps every promise of every mode', async () => {
    const run = new Recording(name)
    const verdicts = await run.judged()
    expect(notPassed(verdicts)).toEqual([])
    expect(verdicts.map(({ expectation }) => expectation)).toEqual(expectationIds(run.lab.expectations))
  })
})

describe('a service of several modes', () => {
  test('each is judged by what was handed to its own servers', async () => {
    const run = new Recording('mixed')
    run.rewrite('director:masked/CIP:RIP1', { destinationPort: 80 })
    expect(failing(await run.judged())).toEqual(['nat/request-forwarded'])
  })

  test('what was handed to nobody counts for all', async () => {
    const run = new Recording('mixed')
    for (const hop of [
      'director:masked/CIP:RIP1',
      'director:routed/CIP:VIP',
      'director:tunnelled/DIP-lan:RIP3 ipip [CIP:VIP]',
    ])
      run.cut(hop)
    expect(await failingModes(run)).toEqual(['nat', 'dr', 'tun'])
  })

  test('the counters of one kernel are those of all its modes', async () => {
    const run = new Recording('mixed')
    Object.assign(run.state('director').ipvsCounters ?? {}, { outPackets: 0 })
    const failed = failing(await run.judged())
    expect(failed).toEqual(['nat/ipvs-counters', 'dr/ipvs-counters', 'tun/ipvs-counters'])
  })
})

describe('directors in a row', () => {
  test('the second has its requests from the first, and does not have to be found', () => {
    const ids = expandExpectations(new Recording('hybrid').lab).map(({ id }) => id)
    expect(ids).toContain('dr/arp-vip-asked')
    expect(ids).not.toContain('nat1/arp-vip-asked')
    expect(ids).toContain('nat1/request-to-director')
  })

  test('each second is judged by what the first handed to it', async () => {
    const run = new Recording('hybrid')
    run.cut('balancer2:client/VIP:CIP')
    expect(failing(await run.judged())).toEqual(
      expect.arrayContaining(['nat2/reply-translated', 'dr/reply-direct']),
    )
    expect(await failingModes(run)).not.toContain('nat1')
  })

  test('the first is answered by the real servers of the second', async () => {
    const run = new Recording('hybrid')
    Object.assign(run.evidence.probes[0]?.attempts[0] ?? {}, { server: 'balancer1' })
    expect(verdictOn(await run.judged(), 'dr/answered')).toMatchObject({
      status: 'fail',
      observed: /answered by balancer1/,
    })
  })

  test('the packets show what each of them did', () => {
    const run = new Recording('hybrid')
    expect(run.exchange('rs1').tiers).toEqual([
      { mode: 'dr', director: 'front', server: 'balancer1' },
      { mode: 'nat', director: 'balancer1', server: 'rs1' },
    ])
  })
})

describe.each([
  ['nat', 'dr'],
  ['tun', 'nat'],
  ['fullnat', 'nat'],
  ['nat', 'fullnat'],
] as const)('%s promised as %s', (name, mode) => {
  test('fails, and names both', async () => {
    const run = new Recording(name)
    run.expect({ mode, as: mode })
    const verdict = verdictOn(await run.judged(), `${mode}/mode-inferred`)
    expect(verdict.status).toBe('fail')
    expect(verdict.expected).toMatch(new RegExp(`^${mode} by director`))
    expect(verdict.observed).toContain(
      name === 'tun' ? 'tun-ipip by director to rs1' : `${name} by director to rs1`,
    )
  })
})

async function failingModes(run: Recording): Promise<string[]> {
  return [...new Set(failing(await run.judged()).map((id) => id.split('/')[0] as string))]
}
