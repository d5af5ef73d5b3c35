import type { Answer } from 'dns-packet'
import { describe, expect, test } from 'vitest'
import { explainLookup } from '../../src/verdict/dns/causes.ts'
import { lookup } from '../../src/verdict/dns/lookup.ts'
import { a, answer, cname, ns, question } from '../support/dns.ts'
import { expected, type Line, lookupView, PLACES } from '../support/lookup.ts'

const RECURSIVE = { flags: 0x0180 }
const NAME = { name: 'n.com' }
const RECORDS = [a('n.com', '10.1.0.2'), a('n.com', '10.1.0.1')]

const asks = (from: Line['from'], to: Line['to'], talk: number, id = talk, rd = from === 'client'): Line => ({
  ...{ from, to, talk },
  octets: question({ ...NAME, id, flags: rd ? 0x0100 : 0 }),
})
const says = (
  from: Line['from'],
  to: Line['to'],
  talk: number,
  sections: Parameters<typeof answer>[0],
  how: Parameters<typeof answer>[1] = {},
): Line => ({ from, to, talk, octets: answer(sections, { ...NAME, id: talk, ...how }) })

const REFERRAL = {
  authorities: [ns('n.com', 'ns1.n.com'), ns('n.com', 'ns2.n.com')],
  additionals: [a('ns1.n.com', PLACES.dnslb1), a('ns2.n.com', PLACES.dnslb2)],
}
const NOT_OWN = { flags: 0 }

const FIRST = [
  asks('client', 'resolver', 1),
  asks('resolver', 'com', 2),
  says('com', 'resolver', 2, REFERRAL, NOT_OWN),
]
const LAST = says('resolver', 'client', 1, { answers: RECORDS }, RECURSIVE)
const WHOLE = [
  ...FIRST,
  asks('resolver', 'dnslb2', 3),
  says('dnslb2', 'resolver', 3, { answers: RECORDS }),
  LAST,
]

const STEPS = [
  'client:resolver ? n.com A, RD',
  'resolver:com ? n.com A',
  'com:resolver = referral n.com. NS ns2.n.com ns1.n.com + glue',
  'resolver:dnslb ? n.com A',
  'dnslb:resolver = n.com A 10.1.0.1 10.1.0.2, AA',
  'resolver:client = n.com A 10.1.0.2 10.1.0.1, RD RA',
]

const checked = (lines: readonly Line[], steps = STEPS, more: Parameters<typeof lookupView>[1] = {}) =>
  lookup(expected(...steps)).check(lookupView(lines, more))

const elsewhere: Line = {
  ...{ from: 'resolver', to: 'com', talk: 4 },
  octets: question({ name: 'ns1.n.com', flags: 0 }),
}

describe('steps of a lookup', () => {
  test('in order, data in any order, a role for either replica', () => {
    expect(checked(WHOLE)).toMatchObject({
      status: 'pass',
      observed: '1 of 1 lookup: 6 steps in order, 0 messages besides',
      frames: [1, 2, 3, 4, 5, 6],
    })
  })

  test.each<[string, Line[], string, number | undefined]>([
    [
      'another referral',
      [...FIRST.slice(0, 2), says('com', 'resolver', 2, { authorities: REFERRAL.authorities }, NOT_OWN)],
      'step 3 of 6 is com:resolver = referral n.com. NS ns1.n.com ns2.n.com instead of com:resolver = referral n.com. NS ns1.n.com ns2.n.com + glue',
      3,
    ],
    [
      'another flag',
      [says('client', 'resolver', 1, {})],
      'step 1 of 6 is client:resolver = no data, AA instead of client:resolver ? n.com A, RD',
      1,
    ],
    [
      'another server than the probe asks',
      [asks('client', 'com', 1)],
      'its question was not captured',
      undefined,
    ],
    [
      'another replica than was asked',
      [...WHOLE.slice(0, 4), says('dnslb1', 'resolver', 3, { answers: RECORDS }), LAST],
      'step 5 of 6 is dnslb1:resolver',
      5,
    ],
    [
      'fewer addresses',
      [...WHOLE.slice(0, 4), says('dnslb2', 'resolver', 3, { answers: RECORDS.slice(1) }), LAST],
      'step 5 of 6 is dnslb2:resolver = n.com A 10.1.0.1, AA instead',
      5,
    ],
    ['an end too soon', FIRST, 'step 4 of 6 is missing: resolver:dnslb ? n.com A', undefined],
    [
      'one step more',
      [...FIRST, elsewhere, ...WHOLE.slice(3)],
      'step 4 of 6 is resolver:com ? ns1.n.com A instead',
      4,
    ],
  ])('%s', (_, lines, text, frame) => {
    const finding = checked(lines)
    expect(finding).toMatchObject({ status: 'fail', observed: expect.stringContaining(text) })
    expect(finding.deviation?.frame).toBe(frame)
  })

  test('a question that is asked once more is one step, whatever comes of the first', () => {
    const retried = [...FIRST, asks('resolver', 'dnslb1', 4), ...WHOLE.slice(3)]
    const late = [
      ...FIRST,
      asks('resolver', 'dnslb1', 4),
      ...WHOLE.slice(3, 5),
      says('dnslb1', 'resolver', 4, { answers: RECORDS }),
      LAST,
    ]
    for (const lines of [retried, late])
      expect(checked(lines)).toMatchObject({
        status: 'pass',
        observed: expect.stringContaining('1 question asked once more'),
      })
  })

  test('a second question after the answer to the first is a step of its own', () => {
    const again = [
      ...WHOLE.slice(0, 5),
      asks('resolver', 'dnslb1', 4),
      says('dnslb1', 'resolver', 4, { answers: RECORDS }),
      LAST,
    ]
    expect(checked(again)).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('step 6 of 6 is resolver:dnslb1 ?'),
    })
  })

  test('that nobody else was asked counts only where captures can vouch for it', () => {
    const cached = [asks('client', 'resolver', 1), LAST]
    const steps = [STEPS[0] ?? '', STEPS[5] ?? '']
    expect(checked(cached, steps)).toMatchObject({
      status: 'pass',
      observed: expect.stringContaining('0 messages besides'),
    })
    expect(checked(cached, steps, { dropped: 1 })).toMatchObject({
      status: 'inconclusive',
      doubts: [{ point: 'client:eth0' }, { point: 'resolver:eth0' }],
    })
    expect(checked(WHOLE, steps)).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('step 2 of 2 is resolver:com ? n.com A'),
    })
  })

  test('what a node says to itself needs a capture on lo', () => {
    expect(checked(WHOLE, ['client:client ? n.com A, RD', ...STEPS])).toMatchObject({ status: 'fail' })
    expect(checked([], ['client:client ? n.com A, RD'])).toMatchObject({
      status: 'inconclusive',
      observed: expect.stringContaining('nothing was captured at client:lo'),
    })
  })
})

describe('why a name was not found', () => {
  const failed = says('resolver', 'client', 1, {}, { flags: 0x0180, code: 2 })
  const refused = says('dnslb1', 'resolver', 3, {}, { flags: 0, code: 5 })
  const denial = (answers: Answer[]) => says('dnslb1', 'resolver', 3, { answers }, { code: 3 })

  test.each<[string, string[], Line[]]>([
    [
      'glue-missing',
      ['com'],
      [
        ...FIRST.slice(0, 2),
        says('com', 'resolver', 2, { authorities: REFERRAL.authorities }, NOT_OWN),
        failed,
      ],
    ],
    ['lame-delegation', ['dnslb1'], [...FIRST, asks('resolver', 'dnslb1', 3), refused, failed]],
    [
      'dangling-alias',
      ['dnslb1'],
      [...FIRST, asks('resolver', 'dnslb1', 3), denial([cname('n.com', 'gone.com')]), failed],
    ],
    [
      'recursion-refused',
      ['resolver'],
      [asks('client', 'resolver', 1), says('resolver', 'client', 1, {}, { flags: 0x0100, code: 5 })],
    ],
    [
      'recursion-refused',
      ['resolver'],
      [asks('client', 'resolver', 1), says('resolver', 'client', 1, REFERRAL, { flags: 0x0100 })],
    ],
  ])('%s on %j', (cause, nodes, lines) => {
    expect(explainLookup(lookupView(lines), 'lookup')).toMatchObject({ cause, nodes })
  })

  test('a server is dead if it answers nothing, and its kernel says that nobody listens', () => {
    const silent = [...FIRST, asks('resolver', 'dnslb2', 3), asks('resolver', 'dnslb1', 4), failed]
    expect(explainLookup(lookupView(silent, { listening: [] }), 'lookup')).toMatchObject({
      cause: 'name-server-dead',
      nodes: ['dnslb1', 'dnslb2'],
      text: expect.stringContaining('2 questions to dnslb1 and dnslb2 had no answer'),
    })
    expect(explainLookup(lookupView(silent), 'lookup')).toBeUndefined()
  })

  test('nothing is wrong with a lookup that went well, nor with servers elsewhere that need no glue', () => {
    expect(explainLookup(lookupView(WHOLE), 'lookup')).toBeUndefined()
    const elsewhere = { authorities: [ns('n.com', 'ns.other.net')] }
    const lines = [...FIRST.slice(0, 2), says('com', 'resolver', 2, elsewhere, NOT_OWN), failed]
    expect(explainLookup(lookupView(lines), 'lookup')).toBeUndefined()
  })
})
