import { describe, expect, test } from 'vitest'
import type { ExpectationSpec } from '../../src/lab/expectations/types.ts'
import type { ArpProbe } from '../../src/lab/probes/types.ts'
import type { Node } from '../../src/lab/topology/types.ts'
import type { Lab } from '../../src/lab/types.ts'
import { judge } from '../../src/verdict/judge.ts'
import { VIP } from '../support/cast.ts'
import { labOf } from '../support/dr-lab.ts'
import { EvidenceBuilder } from '../support/evidence.ts'

const WHO: ArpProbe = {
  ...{ kind: 'arp', name: 'who', from: 'client', device: 'eth0', times: 2, timeoutMs: 300 },
  ...{ hosts: [VIP, '10.0.0.11'], sources: ['10.0.0.2'] },
}

/** rs1 of the drawn lab, with the VIP on lo, as it is promised. */
function promised(run: EvidenceBuilder, sysctls: Record<string, string>): Node {
  const rs1 = labOf(run.cast).nodes.find(({ name }) => name === 'rs1') as Node
  const addresses = [
    { interface: 'lo', cidr: `${VIP}/32` },
    { interface: 'eth0', cidr: '10.0.0.11/24' },
  ]
  return { ...rs1, addresses, sysctls }
}

function verdictsOn(run: EvidenceBuilder, spec: ExpectationSpec) {
  const plain = labOf(run.cast, [spec])
  const withClient = plain.nodes.map((node) =>
    node.name === 'client' ? { ...node, addresses: [{ interface: 'eth0', cidr: '10.0.0.2/24' }] } : node,
  )
  const lab: Lab = { ...plain, nodes: withClient, probes: [...plain.probes, WHO] }
  return judge(lab, run.evidence())
}

describe('arp-ignore', () => {
  const rs1 = (run: EvidenceBuilder) => run.cast.servers[0] as (typeof run.cast.servers)[number]

  /** rs1 was asked for both addresses, and answered a broadcast ping. */
  function asked(): EvidenceBuilder {
    const run = new EvidenceBuilder()
    const exchange = run.exchange('none')
    run.reply(exchange, [rs1(run), run.cast.client], {
      kind: 'icmp',
      icmp: { type: 0, code: 0 },
      summary: 'echo reply',
    })
    run.ask(run.cast.client, VIP)
    run.ask(run.cast.client, '10.0.0.11')
    return run
  }

  const verdict = async (run: EvidenceBuilder, level = 1) => {
    const over = [promised(run, { 'ipv4.conf.all.arp_ignore': String(level) })]
    return (await verdictsOn(run, { kind: 'arp-ignore', probe: 'who', over }))[0]
  }

  test('a reply where one is promised, and silence where none is', async () => {
    const run = asked()
    run.answer(rs1(run), run.cast.client)
    expect(await verdict(run)).toMatchObject({
      expectation: 'arp-ignore/rs1',
      title: 'arp_ignore 1 on all: replies for eth0',
      status: 'pass',
      observed: 'replies for eth0',
    })
  })

  test('every frame that decided is named: questions, the answer, and the sign that the silent one hears', async () => {
    const run = asked()
    run.answer(rs1(run), run.cast.client)
    const frames = run.journeys.map(({ hops }) => hops[0]?.sightings[0]?.frame)
    expect((await verdict(run))?.frames.toSorted((a, b) => a - b)).toEqual(frames)
  })

  test('a reply too many fails, and the level that the kernel has instead is the cause', async () => {
    const run = asked()
    run.answer(rs1(run), run.cast.client)
    run.answer(rs1(run), run.cast.client, VIP)
    run.sysctl('rs1', 'ipv4.conf.all.arp_ignore', 0)
    run.sysctl('rs1', 'ipv4.conf.eth0.arp_ignore', 0)
    run.sysctl('rs1', 'ipv4.conf.lo.arp_ignore', 1)
    const found = await verdict(run)
    expect(found).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('replies for lo and eth0'),
      diagnosis: { cause: 'arp-ignore', nodes: ['rs1'] },
    })
    expect(found?.diagnosis?.text).toContain('set on lo only')
    expect(found?.diagnosis?.remedy).toContain('sysctl -w net.ipv4.conf.all.arp_ignore=1')
  })

  test('an address that moved to the link is the cause, if the level is as promised', async () => {
    const run = asked()
    run.answer(rs1(run), run.cast.client)
    run.answer(rs1(run), run.cast.client, VIP)
    run.sysctl('rs1', 'ipv4.conf.all.arp_ignore', 1)
    run.addresses('rs1', 'eth0', ['10.0.0.11/24', `${VIP}/32`])
    expect(await verdict(run)).toMatchObject({
      status: 'fail',
      diagnosis: { cause: 'vip-on-link', nodes: ['rs1'] },
    })
  })

  test('a missing reply fails, without a cause if everything is as promised', async () => {
    const found = await verdict(asked())
    expect(found).toMatchObject({ status: 'fail', diagnosis: { cause: 'unknown' } })
    expect(found?.observed).toContain('is silent for eth0 to 10.0.0.2')
  })

  test("silence is no proof if the asker's capture lost packets", async () => {
    const run = asked()
    run.answer(rs1(run), run.cast.client)
    run.capture('client:eth0').dropped = 3
    expect(await verdict(run)).toMatchObject({ status: 'inconclusive' })
  })

  test('silence is no proof if the node never showed that it hears', async () => {
    const run = new EvidenceBuilder()
    run.ask(run.cast.client, VIP)
    run.ask(run.cast.client, '10.0.0.11')
    run.answer(rs1(run), run.cast.client)
    expect(await verdict(run)).toMatchObject({ status: 'inconclusive' })
  })

  test('nothing is proven by a question that was not asked', async () => {
    const run = asked()
    run.journeys.pop()
    expect(await verdict(run)).toMatchObject({ status: 'inconclusive' })
  })
})

describe('arp-announce', () => {
  const CIP = '10.0.0.2'

  /** rs1 answered a request as the VIP, after a question for the client that told an address. */
  function answered(...told: string[]): EvidenceBuilder {
    const run = new EvidenceBuilder({ times: 1 })
    const [rs1] = run.cast.servers
    if (rs1 === undefined) throw new Error('no server')
    for (const tell of told) run.ask(rs1, CIP, tell)
    const exchange = run.exchange('dr', 'rs1')
    run.request(exchange, [run.cast.client, run.cast.director, rs1], { summary: 'SYN', flags: 'S' })
    run.reply(exchange, [rs1, run.cast.client], { summary: 'RST-ACK', flags: 'R.' })
    run.attempt('refused')
    return run
  }

  const verdict = async (run: EvidenceBuilder, level: number) => {
    const over = [promised(run, { 'ipv4.conf.all.arp_announce': String(level) })]
    return (await verdictsOn(run, { kind: 'arp-announce', probes: ['web'], over }))[0]
  }

  test.each([
    [0, VIP, 'pass', `tells ${VIP}`],
    [0, '10.0.0.11', 'fail', `from ${VIP} tells its own`],
    [2, '10.0.0.11', 'pass', `from ${VIP} tells its own`],
    [2, VIP, 'fail', `tells ${VIP}`],
  ])('level %i, and it tells %s: %s', async (level, tell, status, observed) => {
    expect(await verdict(answered(tell), level)).toMatchObject({ status, observed })
  })

  test('the level that the kernel has instead is the cause', async () => {
    const run = answered(VIP)
    run.sysctl('rs1', 'ipv4.conf.all.arp_announce', 0)
    run.sysctl('rs1', 'ipv4.conf.eth0.arp_announce', 0)
    expect((await verdict(run, 2))?.diagnosis).toMatchObject({ cause: 'arp-announce', nodes: ['rs1'] })
  })

  test('one question in the wrong name is enough to fail', async () => {
    expect(await verdict(answered('10.0.0.11', VIP), 2)).toMatchObject({ status: 'fail' })
  })

  test('no question is a failure on sound captures only', async () => {
    expect(await verdict(answered(), 2)).toMatchObject({ status: 'fail' })
    const run = answered()
    run.capture('client:eth0').drained = false
    expect(await verdict(run, 2)).toMatchObject({ status: 'inconclusive' })
  })
})
