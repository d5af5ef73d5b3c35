import { describe, expect, test } from 'vitest'
import type { SpreadExpectation } from '../../../src/lab/expectations/types.ts'
import type { Verdict } from '../../../src/verdict/types.ts'
import type { Shape } from '../../support/cast.ts'
import { modeDr, spreadOver } from '../../support/dr-lab.ts'
import { get, usual } from '../../support/drawing.ts'
import { EvidenceBuilder } from '../../support/evidence.ts'
import { arpAnnounceOff, healthy, vipMissing } from '../../support/scenarios.ts'
import { judged } from '../support.ts'

async function spread(
  run: EvidenceBuilder,
  spec: Partial<SpreadExpectation> = {},
): Promise<Verdict | undefined> {
  const over = run.cast.servers.map(({ node }) => node)
  return (await judged(run, spreadOver(over, spec), modeDr(run.cast)))[0]
}

/** Requests dealt in this order, by the number of the real server. */
function dealt(order: string, shape: Shape = {}): EvidenceBuilder {
  const run = new EvidenceBuilder({ ...shape, times: order.length })
  for (const digit of order) {
    const server = run.cast.servers[Number(digit) - 1]
    if (server) get(run, usual(run, server))
  }
  return run
}

describe('rr', () => {
  test.each([
    ['2121', {}, 'pass', 'rs1 2, rs2 2'],
    ['212', {}, 'pass', 'rs1 1, rs2 2'],
    ['2222', {}, 'fail', 'rs1 0, rs2 4'],
    ['2122', {}, 'fail', 'rs1 1, rs2 3'],
    ['21', { replicas: 3 }, 'inconclusive', 'rs1 1, rs2 1, rs3 0; 2 requests are less than one round of 3'],
    ['213', { replicas: 3 }, 'pass', 'rs1 1, rs2 1, rs3 1'],
    ['22', { replicas: 7 }, 'fail', 'rs1 0, rs2 2, rs3 0, rs4 0, rs5 0, rs6 0, rs7 0'],
    ['2', {}, 'inconclusive', 'rs1 0, rs2 1; 1 request is less than one round of 2'],
    ['1', { replicas: 1 }, 'pass', 'rs1 1'],
  ] as const)('%s: %j', async (order, shape, status, observed) => {
    expect(await spread(dealt(order, shape))).toMatchObject({ status, observed })
  })
})

describe('wrr', () => {
  test.each([
    ['1112', [3, 1], 'pass', 'rs1 3, rs2 1'],
    ['11121112', [3, 1], 'pass', 'rs1 6, rs2 2'],
    ['11121112', [6, 2], 'pass', 'rs1 6, rs2 2'],
    ['111211', [3, 1], 'pass', 'rs1 5, rs2 1'],
    ['12121212', [3, 1], 'fail', 'rs1 4, rs2 4'],
    ['1111', [3, 1], 'fail', 'rs1 4, rs2 0'],
    ['111', [3, 1], 'inconclusive', 'rs1 3, rs2 0; 3 requests are less than one round of 4'],
    ['1111', [1, 0], 'pass', 'rs1 4, rs2 0'],
    ['1112', [1, 0], 'fail', 'rs1 3, rs2 1'],
    ['1112', [0, 0], 'inconclusive', 'rs1 3, rs2 1; no server has a weight'],
  ] as const)('%s with weights %j', async (order, weights, status, observed) => {
    expect(await spread(dealt(order), { scheduler: 'wrr', weights })).toMatchObject({ status, observed })
  })
})

test('servers that differ from the answers are believed by neither', async () => {
  const run = healthy()
  const [first] = run.attempts
  if (first) first.server = 'rs1'
  expect(await spread(run)).toMatchObject({
    status: 'fail',
    observed: 'rs1 2, rs2 1; 1 of 4 requests: rs2 received it, rs1 answered (frame 21)',
  })
})

test('answers alone prove nothing', async () => {
  const run = healthy()
  run.exchanges.length = 0
  expect(await spread(run)).toMatchObject({
    status: 'fail',
    observed: expect.stringContaining('no packet of it reached rs1 or rs2'),
  })
})

test('what captures may have missed did not fail to arrive', async () => {
  const run = healthy()
  run.exchanges.length = 0
  run.capture('rs1:eth0').dropped = 1
  expect(await spread(run)).toMatchObject({
    status: 'inconclusive',
    diagnosis: { cause: 'capture-lost', nodes: ['rs1'] },
  })
})

test('a packet that left for a server and never arrived was not received', async () => {
  const run = healthy()
  for (const { hops } of run.journeys)
    for (const hop of hops)
      Object.assign(hop, { sightings: hop.sightings.filter(({ point }) => point !== 'rs2:eth0') })
  expect(await spread(run)).toMatchObject({
    status: 'fail',
    observed: expect.stringContaining('2 of 4 requests: no packet'),
  })
})

test('a request without an answer is not dealt', async () => {
  expect(await spread(vipMissing())).toMatchObject({ status: 'fail', diagnosis: { cause: 'vip-missing' } })
})

test('an exchange that changed servers on its way is named', async () => {
  const run = healthy()
  const [exchange] = run.exchanges
  const [, , third] = exchange?.requests ?? []
  const hop = run.journeys.find(({ id }) => id === third)?.hops[1]
  const [rs1] = run.cast.servers
  Object.assign(hop ?? {}, {
    destinationMac: rs1?.mac,
    sightings: [{ frame: 900, point: 'rs1:eth0', time: 0, direction: 'in' }],
  })
  expect(await spread(run)).toMatchObject({
    status: 'fail',
    observed: expect.stringContaining('went to rs2 and rs1'),
  })
})

test('failure is explained by what went wrong before', async () => {
  expect(await spread(arpAnnounceOff())).toMatchObject({ status: 'fail', observed: 'rs1 0, rs2 4' })
})
