import { describe, expect, test } from 'vitest'
import type { HopPattern } from '../../src/lab/expectations/types.ts'
import type { Outcome, Probe } from '../../src/lab/probes/types.ts'
import { judge } from '../../src/verdict/judge.ts'
import { labOf, modeDr } from '../support/dr-lab.ts'
import { get } from '../support/drawing.ts'
import type { EvidenceBuilder } from '../support/evidence.ts'
import {
  arpAnnounceOff,
  healthy,
  noIpvs,
  noRealServers,
  rsGatewayDirector,
  type Scenario,
  vipMissing,
} from '../support/scenarios.ts'
import { judged } from './support.ts'

function hop(text: string): HopPattern {
  const [macs = '', ips = ''] = text.split('/')
  const [sourceMac = '', destinationMac = ''] = macs.split(':')
  const [source = '', destination = ''] = ips.split(':')
  return { text, sourceMac, destinationMac, source, destination }
}

describe('hops', () => {
  const hops = async (run: EvidenceBuilder, request: readonly string[], reply: readonly string[] = []) =>
    (await judged(run, { kind: 'hops', probe: 'web', request: request.map(hop), reply: reply.map(hop) }))[0]

  test.each([
    [['client:director/CIP:VIP', 'director:rs/CIP:VIP'], ['rs:client/VIP:CIP']],
    [['client:director/*:*', '*:rs/CIP:VIP'], ['*:*/*:*']],
    [['client:director/client:10.0.0.100', 'director:rs/CIP:VIP'], []],
    [[], ['rs:client/VIP:CIP']],
  ])('%j and back %j are kept', async (request, reply) => {
    const verdict = await hops(healthy(), request, reply)
    expect(verdict).toMatchObject({ status: 'pass', observed: '4 of 4 exchanges' })
    expect(verdict?.frames.length).toBeGreaterThan(0)
  })

  test.each([
    [['client:director/CIP:VIP'], [], 'director:rs2/CIP:VIP'],
    [['client:director/CIP:VIP', 'director:rs1/CIP:VIP'], [], '2 of 4 exchanges: director:rs2/CIP:VIP'],
    [
      ['client:director/CIP:VIP', 'director:rs/CIP:VIP', 'rs:client/CIP:VIP'],
      [],
      'rs:client/CIP:VIP was not seen',
    ],
    [[], ['rs:director/VIP:CIP'], 'rs2:client/VIP:CIP'],
    [['client:director/CIP:VIP', 'director:rs/CIP:rs'], [], 'director:rs2/CIP:VIP'],
  ])('%j and back %j are not', async (request, reply, observed) => {
    expect(await hops(healthy(), request, reply)).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining(observed),
    })
  })

  test('a role is one replica through a whole exchange', async () => {
    const run = healthy()
    const [exchange] = run.exchanges
    const reply = run.journeys.find(({ id }) => id === exchange?.replies[0])?.hops[0]
    Object.assign(reply ?? {}, { sourceMac: run.cast.servers[0]?.mac })
    const verdict = await hops(run, ['client:director/CIP:VIP', 'director:rs/CIP:VIP'], ['rs:client/VIP:CIP'])
    expect(verdict).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('1 of 4 exchanges: rs1:client/VIP:CIP'),
    })
  })

  test('silence keeps no hops', async () => {
    expect(await hops(vipMissing(), [], ['rs:client/VIP:CIP'])).toMatchObject({ status: 'fail' })
  })
})

describe('outcome', () => {
  const outcome = async (run: EvidenceBuilder, is: Outcome, by?: readonly string[]) =>
    (await judged(run, { kind: 'outcome', probe: 'web', outcome: is, ...(by && { by }) }))[0]

  test('within a time, the slowest attempt decides', async () => {
    const run = healthy()
    const within = async (withinMs: number) =>
      (await judged(run, { kind: 'outcome', probe: 'web', outcome: 'answered', withinMs }))[0]
    for (const [index, attempt] of run.attempts.entries()) attempt.milliseconds = 100 * index
    expect(await within(300)).toMatchObject({
      status: 'pass',
      observed: '4 of 4 attempts answered, the slowest after 300 ms',
    })
    expect(await within(250)).toMatchObject({
      status: 'fail',
      observed: '1 of 4 attempts: answered after 300 ms',
    })
  })

  test.each<[Scenario, Outcome, readonly string[] | undefined, string]>([
    [healthy, 'answered', undefined, 'pass'],
    [healthy, 'answered', ['rs1', 'rs2'], 'pass'],
    [healthy, 'answered', ['rs1'], 'fail'],
    [healthy, 'refused', undefined, 'fail'],
    [noIpvs, 'refused', undefined, 'pass'],
    [noRealServers, 'refused', undefined, 'pass'],
    [noRealServers, 'answered', undefined, 'fail'],
    [vipMissing, 'timeout', undefined, 'pass'],
    [vipMissing, 'unreachable', undefined, 'fail'],
  ])('%o %s by %j: %s', async (scenario, is, by, status) => {
    expect(await outcome(scenario(), is, by)).toMatchObject({ expectation: 'outcome/web', status })
  })

  test.each<[Outcome]>([['answered'], ['refused'], ['reset']])(
    'the word of the client, %s, needs a packet',
    async (is) => {
      const run = healthy()
      run.exchanges.length = 0
      for (const attempt of run.attempts) attempt.outcome = is
      expect(await outcome(run, is)).toMatchObject({
        status: 'fail',
        observed: expect.stringContaining('no packet of it was captured'),
      })
      run.captures.length = 0
      expect(await outcome(run, is)).toMatchObject({ status: 'inconclusive' })
    },
  )

  test('a reset needs a packet that resets', async () => {
    const run = healthy()
    for (const attempt of run.attempts) attempt.outcome = 'reset'
    expect(await outcome(run, 'reset')).toMatchObject({
      status: 'fail',
      observed: '4 of 4 attempts: reset, but no packet shows it',
    })
  })

  test('who owns the address that it speaks to needs no packet', async () => {
    const run = healthy()
    run.exchanges.length = 0
    run.addresses('client', 'lo', ['127.0.0.1/8', '10.0.0.100/32'])
    expect(await outcome(run, 'answered')).toMatchObject({
      status: 'pass',
      observed: '4 of 4 attempts answered',
    })
    expect(await outcome(run, 'answered', ['rs1'])).toMatchObject({ status: 'fail' })
  })

  test('captured on lo, what it sends to itself was received by itself', async () => {
    const run = healthy()
    const node = 'rs1'
    const lo = { node, interface: 'lo', network: 'lo', mac: '00:00:00:00:00:00', address: '10.0.0.100' }
    const before = run.exchanges.length
    get(run, { first: [lo, lo], back: [lo, lo], server: lo, mode: 'local' })
    const [attempt] = run.attempts.splice(-1)
    const own = run.exchanges[before]
    if (own === undefined || attempt === undefined) throw new Error('nothing drawn')
    own.source = '10.0.0.100'
    const lab = labOf(run.cast, [
      { kind: 'outcome', probe: 'own', outcome: 'answered', by: [node] },
      modeDr(run.cast),
    ])
    const probes = [...lab.probes, { ...lab.probes[0], name: 'own', from: node } as Probe]
    const evidence = run.evidence()
    const results = [...evidence.probes, { probe: 'own', from: node, attempts: [attempt] }]
    const verdicts = await judge({ ...lab, probes }, { ...evidence, probes: results })
    expect(verdicts.filter(({ status }) => status !== 'pass')).toEqual([])
  })

  test('an answer from whom nothing was sent to is no proof', async () => {
    const run = healthy()
    for (const attempt of run.attempts) attempt.server = 'rs1'
    const verdict = await outcome(run, 'answered', ['rs1'])
    expect(verdict).toMatchObject({
      status: 'fail',
      observed: '2 of 4 attempts: no packet of it reached rs1',
    })
  })
})

describe('never', () => {
  const never = async (run: EvidenceBuilder, at: string, text: string) =>
    (await judged(run, { kind: 'never', at, hop: hop(text) }))[0]

  test.each([
    [healthy, 'director:eth0', 'rs:*/VIP:CIP', 'pass'],
    [healthy, 'director:eth0', 'client:director/CIP:VIP', 'fail'],
    [healthy, 'rs1:eth0', 'client:*/CIP:VIP', 'pass'],
    [arpAnnounceOff, 'rs2:eth0', 'client:*/CIP:VIP', 'fail'],
    [rsGatewayDirector, 'director:eth0', 'rs2:director/*:*', 'fail'],
    [healthy, 'client:eth0', 'rs:client/rs:*', 'pass'],
    [healthy, 'nobody:eth0', '*:*/*:*', 'inconclusive'],
  ] as const)('%o at %s: %s', async (scenario, at, text, status) => {
    expect(await never(scenario(), at, text)).toMatchObject({ expectation: 'never/1', status })
  })

  test('names what was seen', async () => {
    expect(await never(rsGatewayDirector(), 'director:eth0', 'rs:*/VIP:CIP')).toMatchObject({
      observed: 'rs2:director/VIP:CIP at director:eth0',
      frames: [18, 30, 36, 42],
    })
  })

  test.each([{ live: false }, { drained: false }, { dropped: 1 }])(
    'is undecided where the capture is %j',
    async (flaw) => {
      const run = healthy()
      Object.assign(run.capture('director:eth0'), flaw)
      expect(await never(run, 'director:eth0', 'rs:*/VIP:CIP')).toMatchObject({
        status: 'inconclusive',
        diagnosis: { cause: 'capture-lost', nodes: ['director'] },
      })
    },
  )

  test('is undecided where there was no traffic at all', async () => {
    const run = healthy()
    run.exchanges.length = 0
    run.journeys.length = 0
    expect(await never(run, 'director:eth0', 'rs:*/VIP:CIP')).toMatchObject({ status: 'inconclusive' })
  })
})
