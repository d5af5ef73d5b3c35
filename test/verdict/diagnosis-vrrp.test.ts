import { describe, expect, test } from 'vitest'
import type { FilterRule, Verdict } from '../../src/verdict/types.ts'
import { VIP } from '../support/cast.ts'
import { EvidenceBuilder } from '../support/evidence.ts'
import { Failover } from '../support/failover.ts'
import { judged, verdictOn } from './support.ts'

/** lb1 is promised to be the director; both answer for the VIP, each with adverts of its own. */
function bothAnswer(...adverts: readonly (readonly [string, Parameters<Failover['advert']>[2]])[]): Failover {
  const run = new Failover(['mode: { name: dr, director: lb1, probe: steady }'])
  run.requests()
  run.answers('lb1', 10)
  run.answers('lb2', 11)
  adverts.forEach(([node, facts], index) => {
    run.advert(node, 20 + index, facts)
  })
  return run
}

async function diagnosis(run: Failover): Promise<Verdict['diagnosis']> {
  const verdict = verdictOn(await run.judged(), 'dr/arp-one-responder')
  expect(verdict.status).toBe('fail')
  return verdict.diagnosis
}

const dropping = (rule: string, packets = 5): FilterRule => ({
  ...{ family: 'ipv4', table: 'filter', chain: 'INPUT', bytes: 200 },
  rule,
  packets,
})

describe('two directors that both answer for the VIP', () => {
  test('have different virtual router ids', async () => {
    expect(await diagnosis(bothAnswer(['lb1', {}], ['lb2', { routerId: 52 }]))).toMatchObject({
      ...{ cause: 'vrrp-router-id', nodes: ['lb1', 'lb2'] },
      text: expect.stringMatching(/router 51 .*router 52 .*two virtual routers/),
    })
  })

  test.each([
    ['passwords', { secret: 'other' }, 'another password'],
    ['types of authentication', { authentication: 0 }, 'another type of authentication'],
  ])('have different %s', async (_, facts, words) => {
    expect(await diagnosis(bothAnswer(['lb1', {}], ['lb2', facts]))).toMatchObject({
      ...{ cause: 'vrrp-authentication', nodes: ['lb1', 'lb2'] },
      text: expect.stringContaining(words),
    })
  })

  test.each(['-A INPUT -d 224.0.0.18/32 -j DROP', '-A INPUT -p vrrp -j DROP'])('filter: %s', async (rule) => {
    const run = bothAnswer(['lb1', {}], ['lb2', {}])
    run.state('lb2').netfilter = [dropping(rule)]
    expect(await diagnosis(run)).toMatchObject({
      ...{ cause: 'vrrp-filtered', nodes: ['lb2'] },
      text: expect.stringContaining(`${rule} dropped 5 packets`),
    })
  })

  test.each([
    ['dropped nothing', dropping('-A INPUT -d 224.0.0.18/32 -j DROP', 0)],
    ['drops something else', dropping('-A INPUT -p udp -j DROP')],
  ])('no filter is at fault that %s', async (_, rule) => {
    const run = bothAnswer(['lb1', {}], ['lb2', {}])
    run.state('lb2').netfilter = [rule]
    expect((await diagnosis(run))?.cause).toBe('unknown')
  })

  test('the other has the higher priority', async () => {
    expect(await diagnosis(bothAnswer(['lb1', {}], ['lb2', { priority: 200 }]))).toMatchObject({
      ...{ cause: 'vrrp-priority', nodes: ['lb2'] },
      text: expect.stringContaining('priority 200, against 150 of lb1'),
    })
    expect(await diagnosis(bothAnswer(['lb2', {}]))).toMatchObject({
      ...{ cause: 'vrrp-priority', nodes: ['lb2'] },
      text: expect.stringContaining('and lb1 is silent'),
    })
  })

  test('nothing is wrong with a farewell, nor with adverts for another address', async () => {
    expect((await diagnosis(bothAnswer(['lb1', { priority: 0 }], ['lb2', {}])))?.cause).toBe('unknown')
    const other = { addresses: ['10.0.0.200'], routerId: 52 }
    expect((await diagnosis(bothAnswer(['lb1', {}], ['lb2', other])))?.cause).toBe('unknown')
  })
})

describe('check-port', () => {
  /** Nobody is left in the table; the director asked rs1 on a port, and was answered. */
  const checked = (port: number, flags = 'R.') => {
    const run = new EvidenceBuilder({ replicas: 1, times: 1 })
    const { client, director, servers } = run.cast
    const [rs1 = client] = servers
    run.ipvs([{ protocol: 'tcp', address: VIP, port: 80, scheduler: 'rr', servers: [] }])
    const exchange = run.exchange('none')
    run.request(exchange, [client, director], { summary: 'SYN', flags: 'S' })
    run.attempt('refused')
    const check = Object.assign(run.exchange('local'), {
      ...{ source: director.address, destination: rs1.address, destinationPort: port },
    })
    run.request(check, [director, rs1], { summary: 'SYN', flags: 'S' })
    run.reply(check, [rs1, director], { summary: 'RST', flags })
    return run
  }
  const cause = async (run: EvidenceBuilder) => verdictOn(await judged(run), 'dr/request-forwarded').diagnosis

  test('a server was taken out because its check went to another port', async () => {
    expect(await cause(checked(8080))).toMatchObject({
      ...{ cause: 'check-port', nodes: ['director'] },
      text: expect.stringContaining('to port 8080'),
    })
  })

  test('a check of the right port, or one that succeeds, is not at fault', async () => {
    expect((await cause(checked(80)))?.cause).toBe('no-real-servers')
    expect((await cause(checked(8080, 'S.')))?.cause).toBe('no-real-servers')
  })
})
