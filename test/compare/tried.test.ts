import { expect, test } from 'vitest'
import { compared, type Found, needsOf } from '../../src/compare/comparison.ts'
import { MODES } from '../../src/compare/modes.ts'
import { type Shown, triedOf } from '../../src/compare/tried.ts'
import type { Verdict } from '../../src/verdict/types.ts'

const verdict = (expectation: string, more: Partial<Verdict> = {}): Verdict => ({
  ...{ expectation, title: expectation, status: 'fail', expected: 'one', observed: 'two', frames: [] },
  ...more,
})
const KEPT = verdict('dr/answered', { status: 'pass' })

const attempts = (...outcomes: ('answered' | 'timeout')[]): Shown['attempts'] =>
  outcomes.map((outcome) => ({ outcome, milliseconds: 1 }))

const shown = (more: Partial<Shown>): Shown => ({ attempts: [], verdicts: [KEPT], modes: [], ...more })

test('what was answered in the mode that was asked for is possible', () => {
  const all = shown({ attempts: attempts('answered'), modes: ['dr', 'dr'] })
  expect(triedOf(all, 'dr')).toEqual({ possible: true })
})

test('what was answered in another way is not', () => {
  const all = shown({ attempts: attempts('answered', 'answered'), modes: ['dr', 'local'] })
  expect(triedOf(all, 'dr')).toEqual({ possible: false, how: 'went as local' })
})

test('what was not answered tells how, and why where that was found', () => {
  const diagnosis = { cause: 'rs-behind-router', nodes: ['rs1'], text: 'because' }
  const verdicts = [KEPT, verdict('dr/answered', { diagnosis })]
  expect(triedOf(shown({ attempts: attempts('answered', 'timeout'), verdicts }), 'dr')).toEqual({
    ...{ possible: false, how: 'timeout', because: 'rs-behind-router at rs1' },
  })
})

test('a cause that is not known is not told', () => {
  const verdicts = [verdict('dr/answered', { diagnosis: { cause: 'unknown', nodes: [], text: '' } })]
  expect(triedOf(shown({ attempts: attempts('timeout'), verdicts }), 'dr')).toEqual({
    ...{ possible: false, how: 'timeout' },
  })
})

test('what was answered against a promise names it', () => {
  const verdicts = [KEPT, verdict('dr/arp-one-responder')]
  const all = shown({ attempts: attempts('answered'), verdicts, modes: ['dr'] })
  expect(triedOf(all, 'dr')).toEqual({ possible: false, how: 'dr/arp-one-responder' })
})

test.each(['error', 'inconclusive'] as const)('a verdict that is %s decides nothing', (status) => {
  const verdicts = [KEPT, verdict('dr/fdb', { status })]
  expect(triedOf(shown({ attempts: attempts('answered'), verdicts, modes: ['dr'] }), 'dr')).toEqual({
    missing: `dr/fdb: ${status}, two`,
  })
})

test('without a verdict nothing is known', () => {
  const all = shown({ attempts: attempts('answered'), verdicts: [], modes: ['dr'] })
  expect(triedOf(all, 'dr')).toEqual({ missing: 'nothing was judged' })
})

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
    name: `no-${name}`,
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
