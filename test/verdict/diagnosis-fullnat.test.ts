import { describe, expect, test } from 'vitest'
import type { Diagnosis } from '../../src/verdict/types.ts'
import { Recording } from '../support/recording.ts'
import { verdictOn } from './support.ts'

const CIP = '192.0.2.2'

/** A recorded run of full NAT whose requests come from another address, and are never answered. */
function fromElsewhere(source: string): Recording {
  const run = new Recording('fullnat')
  for (const server of ['1', '2'])
    for (const journey of run.journeys(`director:rs${server}/DIP:RIP${server}`))
      for (const hop of journey.hops) if (hop.source === '10.0.0.1') hop.source = source
  for (const exchange of run.evidence.exchanges) exchange.replies = []
  for (const attempt of run.evidence.probes[0]?.attempts ?? []) attempt.outcome = 'timeout'
  return run
}

/** What the rules of the director matched. */
function matched(run: Recording, packets: number): Recording {
  for (const rule of run.state('director').netfilter) rule.packets = packets
  return run
}

async function diagnosed(run: Recording, id = 'fullnat/answered'): Promise<Diagnosis | undefined> {
  return verdictOn(await run.judged(), id).diagnosis
}

const broken = { cause: expect.any(String), nodes: ['director'] }

describe('the source of requests', () => {
  test.each(['fullnat/answered', 'fullnat/request-forwarded'])('%s: no rule that rewrites it', async (id) => {
    const run = fromElsewhere(CIP)
    run.state('director').netfilter = []
    expect(await diagnosed(run, id)).toMatchObject({
      ...broken,
      cause: 'snat-missing',
      text: expect.stringContaining('there is no rule'),
    })
  })

  test('a rule that matches nothing', async () => {
    const run = matched(fromElsewhere(CIP), 0)
    expect(await diagnosed(run)).toMatchObject({
      ...broken,
      cause: 'snat-missing',
      text: expect.stringContaining('matched no packet'),
    })
  })

  test('a rule that netfilter never asks', async () => {
    const run = matched(fromElsewhere(CIP), 0)
    run.state('director').sysctls['ipv4.vs.conntrack'] = '0'
    expect(await diagnosed(run)).toMatchObject({
      ...broken,
      cause: 'conntrack-off',
      remedy: expect.stringContaining('vs.conntrack=1'),
    })
  })

  test.each([
    ['10.0.0.77', 'which nobody has'],
    ['192.0.2.1', 'which director has on another network'],
    ['10.0.0.12', "which is rs2's"],
  ])('a rule that rewrites it to %s', async (source, whose) => {
    const run = matched(fromElsewhere(source), 2)
    expect(await diagnosed(run)).toMatchObject({
      ...broken,
      cause: 'snat-source',
      text: expect.stringContaining(whose),
    })
  })

  test('nothing is proven where a rule matched and the source stayed', async () => {
    expect(await diagnosed(matched(fromElsewhere(CIP), 2))).toMatchObject({ cause: 'unknown' })
  })
})

describe('another mode than is promised', () => {
  test('is told by what IPVS lists', async () => {
    const run = new Recording('nat')
    run.expect({ mode: 'dr', as: 'dr' })
    expect(await diagnosed(run, 'dr/mode-inferred')).toMatchObject({
      cause: 'other-mode',
      nodes: ['director'],
      text: expect.stringContaining('on rs1 and rs2, nat instead of dr'),
      remedy: expect.stringContaining('-g'),
    })
  })
})
