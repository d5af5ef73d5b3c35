import { describe, expect, test } from 'vitest'
import type { TranslatedExpectation } from '../../src/lab/expectations/types.ts'
import type { FilterRule } from '../../src/verdict/types.ts'
import { VIP } from '../support/cast.ts'
import { EvidenceBuilder } from '../support/evidence.ts'
import { judged } from './support.ts'

const PUT = '203.0.113.21'
const RULE = `-A POSTROUTING -s 10.0.0.2/32 -j SNAT --to-source ${PUT}`

const SPEC: TranslatedExpectation = {
  ...{ kind: 'translated', probe: 'web', by: 'director', end: 'source' },
  addresses: [PUT],
}

const rule = (text: string, packets: number): FilterRule => ({
  ...{ family: 'ipv4', table: 'nat', chain: 'POSTROUTING', bytes: 0 },
  rule: text,
  packets,
})

/** A request that the director sends on to rs1 with this source, and the reply as the client gets it. */
function drawn(
  source: string,
  reply: { readonly source: string } | undefined = { source: VIP },
): EvidenceBuilder {
  const run = new EvidenceBuilder({ times: 1 })
  const { client, director, servers } = run.cast
  const [rs1] = servers
  if (rs1 === undefined) throw new Error('no server')
  const exchange = run.exchange('none')
  const request = run.request(exchange, [client, director, rs1], { summary: 'SYN', flags: 'S' })
  request.hops = request.hops.map((hop, index) => (index === 1 ? { ...hop, source } : hop))
  if (reply !== undefined) {
    const back = run.reply(exchange, [rs1, director, client], { summary: 'SYN-ACK', flags: 'S.' })
    back.hops = back.hops.map((hop, index) => (index === 1 ? { ...hop, ...reply } : hop))
  }
  run.attempt('answered')
  return run
}

async function verdict(run: EvidenceBuilder, rules: readonly FilterRule[] = [rule(RULE, 1)]) {
  run.state('director').netfilter = rules
  return (await judged(run, SPEC))[0]
}

describe('translated', () => {
  test('passes if requests leave with the promised source, and the reply is from whom the client spoke to', async () => {
    expect(await verdict(drawn(PUT))).toMatchObject({
      expectation: 'translated/web',
      status: 'pass',
      observed: `source ${PUT}`,
      frames: expect.arrayContaining([expect.any(Number)]),
    })
  })

  test.each([
    ['the source is left as it is', '10.0.0.2', undefined],
    ['the source is another', '203.0.113.99', undefined],
    ['the reply comes from somebody else', PUT, { source: '10.0.0.11' }],
  ])('fails if %s', async (_, source, reply) => {
    expect(await verdict(drawn(source, reply))).toMatchObject({ status: 'fail' })
  })

  test('fails without a reply, and is undecided where a capture lost packets', async () => {
    const run = drawn(PUT, undefined)
    const cut = (one: EvidenceBuilder) => {
      for (const exchange of one.exchanges) exchange.replies = []
      return one
    }
    expect(await verdict(cut(run))).toMatchObject({ status: 'fail' })
    const lossy = cut(drawn(PUT))
    lossy.capture('director:eth0').dropped = 1
    expect(await verdict(lossy)).toMatchObject({ status: 'inconclusive' })
  })
})

describe('why it was not translated', () => {
  const cause = async (run: EvidenceBuilder, rules: readonly FilterRule[]) =>
    (await verdict(run, rules))?.diagnosis

  test('no rule puts the address', async () => {
    const other = rule('-A POSTROUTING -j SNAT --to-source 203.0.113.99', 1)
    expect(await cause(drawn('203.0.113.99'), [other])).toMatchObject({
      cause: 'nat-rule-missing',
      nodes: ['director'],
    })
  })

  test('another rule stands before it', async () => {
    const earlier = rule('-A POSTROUTING -j SNAT --to-source 203.0.113.99', 1)
    expect(await cause(drawn('203.0.113.99'), [earlier, rule(RULE, 0)])).toMatchObject({
      cause: 'nat-rule-order',
      text: expect.stringContaining(earlier.rule),
    })
  })

  test('a later rule is no reason', async () => {
    const later = rule('-A POSTROUTING -j SNAT --to-source 203.0.113.99', 1)
    expect((await cause(drawn('203.0.113.99'), [rule(RULE, 0), later]))?.cause).toBe('unknown')
  })

  test('nobody answers for the address', async () => {
    const run = drawn(PUT)
    for (const exchange of run.exchanges) exchange.replies = []
    const [rs1] = run.cast.servers
    if (rs1 !== undefined) run.ask(rs1, PUT)
    expect(await cause(run, [rule(RULE, 1)])).toMatchObject({
      cause: 'nat-address-unowned',
      nodes: ['director'],
    })
  })

  test('without a question for it, its owner is not accused', async () => {
    const run = drawn(PUT)
    for (const exchange of run.exchanges) exchange.replies = []
    expect((await cause(run, [rule(RULE, 1)]))?.cause).toBe('unknown')
  })
})
