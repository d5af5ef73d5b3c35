import { describe, expect, test } from 'vitest'
import type { ExpectationSpec } from '../../src/lab/expectations/types.ts'
import { judge, overall } from '../../src/verdict/judge.ts'
import type { Evidence } from '../../src/verdict/types.ts'
import { labOf, modeDr, spreadOver } from '../support/dr-lab.ts'
import { healthy } from '../support/scenarios.ts'
import { judged, verdictOf } from './support.ts'

const nothing: Evidence = {
  ...{ journeys: [], exchanges: [], captures: [], nodes: [], networks: [], probes: [] },
  ...{ origin: 0, happened: [], addressChanges: [] },
}

const hop = (text: string) => {
  const [macs = '', ips = ''] = text.split('/')
  const [sourceMac = '', destinationMac = ''] = macs.split(':')
  const [source = '', destination = ''] = ips.split(':')
  return { text, sourceMac, destinationMac, source, destination }
}

const run = healthy()
const everything: ExpectationSpec[] = [
  modeDr(run.cast),
  spreadOver(['rs1', 'rs2']),
  { kind: 'outcome', probe: 'web', outcome: 'answered' },
  {
    kind: 'hops',
    probe: 'web',
    request: [hop('client:director/CIP:VIP'), hop('director:rs/CIP:VIP')],
    reply: [],
  },
  { kind: 'never', at: 'director:eth0', hop: hop('rs:*/VIP:CIP') },
]
const lab = labOf(run.cast, everything)
const evidence = run.evidence()

describe('nothing passes', () => {
  test.each<[string, Evidence]>([
    ['without any evidence', nothing],
    ['without kernel state', { ...evidence, nodes: [] }],
  ])('%s', async (_, given) => {
    const verdicts = await judge(lab, given)
    expect(verdicts.filter(({ status }) => status === 'pass')).toEqual([])
    expect(overall(verdicts)).not.toBe('pass')
  })

  test('without packets, except what only the kernel shows', async () => {
    const verdicts = await judge(lab, { ...evidence, journeys: [], exchanges: [] })
    const passed = verdicts.filter(({ status }) => status === 'pass').map(({ expectation }) => expectation)
    expect(passed).toEqual(['dr/client-neighbour'])
  })

  test('without attempts, except what is true of the LAN and the kernels without them', async () => {
    const verdicts = await judge(lab, { ...evidence, probes: [] })
    const passed = verdicts.filter(({ status }) => status === 'pass').map(({ expectation }) => expectation)
    expect(passed).toEqual([
      'dr/arp-vip-asked',
      'dr/arp-one-responder',
      'dr/client-neighbour',
      'dr/arp-rip-asked',
      'dr/ipvs-counters',
      'never/1',
    ])
  })
})

test.each(['client', 'director', 'rs2'])('without the kernel state of %s, all is undecided', async (node) => {
  const run = healthy()
  run.states.delete(node)
  for (const verdict of await judged(run))
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      observed: `kernel state of ${node} was not read`,
    })
})

test('without a forwarding database, nothing is said of it', async () => {
  const run = healthy()
  run.networks = []
  expect(await verdictOf(run, 'dr/fdb')).toMatchObject({ status: 'inconclusive' })
})

test('a reply that nobody saw has not bypassed anybody', async () => {
  const run = healthy()
  for (const exchange of run.exchanges) exchange.replies = []
  expect(await verdictOf(run, 'dr/reply-bypasses-director')).toMatchObject({ status: 'inconclusive' })
})

test('an attempt is tied to its packets by address and port: those of another do not count', async () => {
  const run = healthy()
  for (const attempt of run.attempts) attempt.localPort = (attempt.localPort ?? 0) + 100
  expect(await verdictOf(run, 'dr/request-forwarded')).toMatchObject({ status: 'fail' })
  for (const exchange of run.exchanges)
    Object.assign(exchange, { sourcePort: exchange.sourcePort + 100, source: '10.0.0.7' })
  expect(await verdictOf(run, 'dr/request-forwarded')).toMatchObject({ status: 'fail' })
  for (const exchange of run.exchanges) exchange.source = run.cast.client.address
  for (const journey of run.journeys) for (const hop of journey.hops) shift(hop)
  expect(await verdictOf(run, 'dr/request-forwarded')).toMatchObject({ status: 'pass' })
})

function shift(hop: { sourcePort?: number; destinationPort?: number }): void {
  if ((hop.sourcePort ?? 0) > 40000) hop.sourcePort = (hop.sourcePort ?? 0) + 100
  if ((hop.destinationPort ?? 0) > 40000) hop.destinationPort = (hop.destinationPort ?? 0) + 100
}
