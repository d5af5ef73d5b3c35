import { describe, expect, test } from 'vitest'
import type { SpreadExpectation } from '../../../src/lab/expectations/types.ts'
import type { Deal } from '../../../src/verdict/spread/deals.ts'
import type { Judgement } from '../../../src/verdict/spread/rule.ts'
import { ruleOf } from '../../../src/verdict/spread/rules.ts'
import { spreadOver } from '../../support/dr-lab.ts'

/**
 * Requests dealt in this order: `a3` is client a at rs3, or destination a where destinations count; a dot closes
 * the connection before the next begins; `|` stands between two probes.
 */
function deals(text: string): Deal[] {
  return text.split(' | ').flatMap((phase, number, phases) =>
    phase.split(' ').map((word, index): Deal => {
      const [, who = '', server = '', closed = ''] = /^([a-z]?)(\d)(\.?)$/.exec(word) ?? expect.fail(word)
      const before = phases.slice(0, number).join(' ').split(' ').filter(Boolean).length
      const begun = 10 * (before + index)
      const ended = closed === '' ? Infinity : begun + 5
      return {
        probe: `p${number}`,
        client: who,
        destination: who,
        server: `rs${server}`,
        frame: begun + 1,
        begun,
        ended,
      }
    }),
  )
}

type Scheduler = SpreadExpectation['scheduler']

function judge(scheduler: Scheduler, weights: readonly number[], text: string, more = {}): Judgement {
  const all = deals(text)
  const probes = [...new Set(all.map(({ probe }) => probe))]
  const spec = spreadOver(
    weights.map((_, index) => `rs${index + 1}`),
    { scheduler, weights, probes, ...more },
  )
  return ruleOf(spec).judge(spec, all)
}

const kinds = (scheduler: Scheduler, weights: readonly number[], text: string, more = {}) =>
  judge(scheduler, weights, text, more).kind

const EQUAL = [1, 1, 1] as const

describe('as the kernel dealt them in a run', () => {
  test.each<[Scheduler, readonly number[], string]>([
    ['rr', EQUAL, '3 2 1 3 2 1'],
    ['wrr', [3, 2, 1], '3 2 1 1 2 1 3 2 1 1 2 1'],
    ['lc', EQUAL, '3 2 1 3 | 2. 1. 2. 1.'],
    ['wlc', [3, 2, 1], '3 2 1 1 2 1 3 2 | 1. 1. 1. 1.'],
    ['sed', [4, 2, 1], '1 2 1 1 3 2 1 1'],
    ['nq', [4, 2, 1], '3 2 1 1 1 2 1 1'],
    ['fo', [1, 3, 2], '2. 2. 2. 2.'],
    ['ovf', [1, 3, 2], '2 2 2 2 3 3 3 1 1'],
    ['sh', EQUAL, 'a1 b1 c3 d1 e3 f2 a1 b1 c3 d1 e3 f2'],
    ['dh', EQUAL, 'a2 a2 b3 b3 c3 c3'],
    ['mh', EQUAL, 'a3 b1 c3 d2 e3 f3 | a3 b2 c3 d2 e3 f3'],
    ['lblc', [2, 2, 2], 'a3 a3 | b2 b2 | a3 a1 a1 a1'],
    ['lblcr', [2, 2, 2], 'a3 a3 | b2 b2 | a3 a1 a1 a1 a1 a3'],
  ])('%s %j: %s', (scheduler, weights, text) => {
    expect(judge(scheduler, weights, text)).toMatchObject({ kind: 'kept' })
  })
})

describe('another scheduler in its place is found out', () => {
  /** What the kernel would have dealt: the scheduler that is promised, and the one that was at work. */
  test.each<[Scheduler, Scheduler, readonly number[], string]>([
    ['rr', 'fo', EQUAL, '3. 3. 3. 3. 3. 3.'],
    ['wrr', 'rr', [3, 2, 1], '3. 2. 1. 3. 2. 1.'],
    ['lc', 'rr', EQUAL, '3 2 1 3 | 2. 1. 3. 2.'],
    ['wlc', 'lc', [3, 2, 1], '3 2 1 3 2 1 3 2'],
    ['wlc', 'sed', [4, 2, 1], '1 2 1 1 3 2 1 1'],
    ['sed', 'nq', [4, 2, 1], '3 2 1 1 1 2 1 1'],
    ['sed', 'wlc', [4, 2, 1], '3 2 1 1 2 1 1 3'],
    ['nq', 'sed', [4, 2, 1], '1 2 1 1 3 2 1 1'],
    ['fo', 'rr', [1, 3, 2], '3. 2. 1.'],
    ['fo', 'ovf', [1, 3, 2], '2 2 2 2 3 3 3 1 1'],
    ['ovf', 'fo', [1, 3, 2], '2 2 2 2 2 2'],
    ['ovf', 'wlc', [1, 3, 2], '3 2 1 2 3 2'],
    ['sh', 'rr', EQUAL, 'a3 b2 c1 d3 a2 b1 c3 d2'],
    ['sh', 'fo', EQUAL, 'a1 b1 a1 b1'],
    ['dh', 'sh', EQUAL, 'a1 a3 b1 b3'],
    ['mh', 'rr', EQUAL, 'a3 b2 c1 d3 e2 | a3 b2 c3 d2 e3'],
    ['lblc', 'lblcr', [2, 2, 2], 'a3 a3 | b2 b2 | a3 a1 a1 a1 a1 a3'],
    ['lblc', 'wlc', [2, 2, 2], 'a3 a2 | b1 b3'],
    ['lblcr', 'lblc', [2, 2, 2], 'a3 a3 | b2 b2 | a3 a1 a1 a1 a1 a1'],
  ])('%s promised, %s at work: %j %s', (promised, _, weights, text) => {
    expect(judge(promised, weights, text)).toMatchObject({ kind: 'broken' })
  })

  test('source hashing moves more clients than Maglev may when a server leaves', () => {
    expect(judge('mh', EQUAL, 'a3 b1 c3 d2 e3 f3 | a3 b2 c2 d3 e2 f3')).toMatchObject({
      kind: 'broken',
      text: 'rs1 left, 3 of 5 others moved',
    })
  })
})

describe('what does not show the rule proves nothing', () => {
  test.each<[Scheduler, readonly number[], string, string]>([
    ['lc', EQUAL, '3', 'all servers were equal before every request'],
    ['lc', [1, 1], '2. | 1.', 'kept'],
    ['wlc', [1], '1 1 1', 'all servers were equal before every request'],
    ['sh', EQUAL, 'a1 b2 c3', 'no client asked twice'],
    ['dh', EQUAL, 'a1 b2', 'no destination asked twice'],
    ['mh', EQUAL, 'a1 b2 c3 | a1 b2 c3', 'no server left'],
    ['mh', EQUAL, 'a1 b2 | b2', 'rs1 left, 0 of 1 others moved: too few to tell'],
    ['lblc', [2, 2, 2], 'a3 a3', 'no two destinations asked twice'],
    ['lblc', [2, 2, 2], 'a3 a3 b2 b2', 'no destination was ever overloaded'],
  ])('%s %j %s: %s', (scheduler, weights, text, why) => {
    const judgement = judge(scheduler, weights, text)
    expect(judgement.kind === 'open' ? judgement.text : judgement.kind).toBe(why)
  })
})

describe('loads', () => {
  test('an ended connection counts as the 256th part of an open one', () => {
    expect(kinds('lc', [1, 1], '1 2. 2.')).toBe('kept')
    expect(kinds('lc', [1, 1], '1 2. 1')).toBe('broken')
  })

  test('a server of weight 0 gets nothing, and to get something is against the rule', () => {
    expect(kinds('wlc', [1, 0, 1], '3 1 3 1 3')).toBe('kept')
    expect(judge('wlc', [1, 0, 1], '3 1 2')).toMatchObject({
      kind: 'broken',
      text: 'rs2, without a weight, was taken before rs1 (1 open, 0 ended, weight 1) or rs3 (1 open, 0 ended, weight 1)',
    })
  })

  test('the request that broke the rule is named, with what the servers had', () => {
    expect(judge('lc', [1, 1], '1 1')).toMatchObject({
      text: 'rs1 (1 open, 0 ended, weight 1) was taken before rs2 (0 open, 0 ended, weight 1)',
      deal: { server: 'rs1', begun: 10 },
    })
  })
})

describe('a persistent service', () => {
  const persistent = { persistent: true }

  test('keeps each client at a server, whatever the scheduler', () => {
    expect(kinds('rr', [1, 1], 'a2 a2 b1 b1 a2', persistent)).toBe('kept')
  })

  test('that is none sends a client elsewhere', () => {
    expect(judge('rr', [1, 1], 'a2 a1', persistent)).toMatchObject({
      kind: 'broken',
      text: 'a went to rs2, then to rs1',
    })
  })

  test('shows nothing with clients that ask once, or at one server', () => {
    expect(kinds('rr', [1, 1], 'a2 b1', persistent)).toBe('open')
    expect(kinds('rr', [1, 1], 'a2 a2 b2', persistent)).toBe('broken')
  })
})
