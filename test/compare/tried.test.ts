import { expect, test } from 'vitest'
import { compared, type Found, needsOf } from '../../src/compare/comparison.ts'
import { MODES } from '../../src/compare/modes.ts'
import { type Ended, triedOf } from '../../src/compare/tried.ts'
import { emptyView, type RunView } from '../../src/events/view.ts'
import type { Verdict } from '../../src/verdict/types.ts'

const verdict = (expectation: string, more: Partial<Verdict> = {}): Verdict => ({
  ...{ expectation, title: expectation, status: 'fail', expected: 'one', observed: 'two', frames: [] },
  ...more,
})

const probes = (...outcomes: ('answered' | 'timeout')[]): RunView['probes'] => [
  { probe: 'get', from: 'client', attempts: outcomes.map((outcome) => ({ outcome, milliseconds: 1 })) },
]

const ended = (outcome: Ended['outcome'], view: Partial<RunView> = {}): Ended => ({
  ...{ outcome, reasons: [`it ended in ${outcome}`], view: { ...emptyView, ...view } },
})

test('what was answered in the mode that was asked for is possible', () => {
  expect(triedOf(ended('pass', { probes: probes('answered') }), 'dr', ['dr', 'dr'])).toEqual({
    possible: true,
  })
})

test('what was answered in another way is not', () => {
  const tried = triedOf(ended('pass', { probes: probes('answered', 'answered') }), 'dr', ['dr', 'local'])
  expect(tried).toEqual({ possible: false, how: 'went as local' })
})

test('what was not answered tells how, and why where that was found', () => {
  const diagnosis = { cause: 'rs-behind-router', nodes: ['rs1'], text: 'because' }
  const verdicts = [verdict('outcome/get', { diagnosis })]
  expect(triedOf(ended('fail', { probes: probes('answered', 'timeout'), verdicts }), 'dr', [])).toEqual({
    ...{ possible: false, how: 'timeout', because: 'rs-behind-router at rs1' },
  })
})

test('what was answered against a promise names it', () => {
  const verdicts = [verdict('dr/answered', { status: 'pass' }), verdict('dr/arp-one-responder')]
  const tried = triedOf(ended('fail', { probes: probes('answered'), verdicts }), 'dr', ['dr'])
  expect(tried).toEqual({ possible: false, how: 'dr/arp-one-responder' })
})

test.each(['error', 'inconclusive', 'unsupported', 'interrupted'] as const)(
  '%s decides nothing',
  (outcome) => {
    expect(triedOf(ended(outcome), 'dr', [])).toEqual({ missing: `it ended in ${outcome}` })
  },
)

const STAGE = { servers: 1, request: 0, response: 1000 }

test('what was not run is missing everywhere, and is no need', () => {
  const { modes } = compared(STAGE, [])
  expect(modes.map(({ mode }) => mode)).toEqual(MODES)
  for (const one of modes) {
    const all = [
      one.measured,
      one.otherPort,
      ...Object.values(one.places),
      ...one.parts.map(({ without }) => without),
    ]
    expect(all.filter((cell) => !('missing' in cell))).toEqual([])
    expect(needsOf(one)).toEqual([])
  }
})

test('a part is needed if it was left out in vain', () => {
  const without = (name: string, tried: Found['tried']): Found => ({
    mode: 'dr',
    name: `without-${name}`,
    tried,
  })
  const found = [
    without('vip', { possible: false, how: 'timeout' }),
    without('silence', { possible: true }),
    without('route', { missing: 'interrupted' }),
  ]
  const dr = compared(STAGE, found).modes.find(({ mode }) => mode === 'dr')
  expect(dr && needsOf(dr)).toEqual(['the VIP'])
})

test('a healthy lab that failed is measured by nobody', () => {
  const failed: Found = { mode: 'nat', name: 'healthy', tried: { possible: false, how: 'timeout' } }
  const nat = compared(STAGE, [failed]).modes[0]
  expect(nat).toMatchObject({
    places: { 'same-lan': failed.tried },
    measured: { missing: expect.any(String) },
  })
})
