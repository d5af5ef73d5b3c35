import { describe, expect, test } from 'vitest'
import type { Change, FaultDeclaration } from '../../src/lab/change.ts'
import { compareWithDeclaration } from '../../src/verdict/declaration.ts'
import type { Diagnosis, Verdict, VerdictStatus } from '../../src/verdict/types.ts'

const verdict = (
  expectation: string,
  status: VerdictStatus,
  cause?: string,
  nodes: string[] = [],
): Verdict => {
  const diagnosis: Diagnosis | undefined = cause === undefined ? undefined : { cause, nodes, text: '' }
  const common = { title: '', expected: '', observed: 'seen', frames: [] }
  return { expectation, status, ...common, ...(diagnosis && { diagnosis }) }
}

const declares: FaultDeclaration = { fails: ['dr/a', 'dr/b'], because: 'arp-ignore', nodes: ['rs1', 'rs2'] }
const fault: Change = { name: 'loud', title: '', kind: 'fault', declares }
const variant: Change = { name: 'quiet', title: '', kind: 'variant' }

const good = [
  verdict('dr/a', 'fail', 'arp-ignore', ['rs2', 'rs1']),
  verdict('dr/b', 'fail', 'arp-ignore', ['rs1', 'rs2']),
  verdict('dr/c', 'pass'),
]

describe('a fault', () => {
  test('that does what it declares', () => expect(compareWithDeclaration(fault, good)).toEqual({ ok: true }))

  test('may break more than it declares', () => {
    const more = [...good, verdict('dr/d', 'fail', 'unknown'), verdict('dr/e', 'inconclusive')]
    expect(compareWithDeclaration(fault, more)).toEqual({ ok: true })
  })

  test.each<[what: string, Verdict, reason: string]>([
    ['passes', verdict('dr/a', 'pass'), 'dr/a has to fail, but passed: seen'],
    ['is undecided', verdict('dr/a', 'inconclusive'), 'dr/a has to fail, but is inconclusive: seen'],
    ['breaks', verdict('dr/a', 'error'), 'dr/a broke: seen'],
    ['is not judged', verdict('dr/z', 'fail', 'arp-ignore', ['rs1', 'rs2']), 'dr/a was not judged'],
    [
      'has no diagnosis',
      verdict('dr/a', 'fail'),
      'dr/a failed for unknown, not for arp-ignore on rs1 and rs2',
    ],
    [
      'has another cause',
      verdict('dr/a', 'fail', 'dead-rip', ['rs1', 'rs2']),
      'dr/a failed for dead-rip on rs1 and rs2, not for arp-ignore on rs1 and rs2',
    ],
    [
      'names too few nodes',
      verdict('dr/a', 'fail', 'arp-ignore', ['rs1']),
      'dr/a failed for arp-ignore on rs1, not for arp-ignore on rs1 and rs2',
    ],
    [
      'names too many nodes',
      verdict('dr/a', 'fail', 'arp-ignore', ['rs1', 'rs2', 'rs3']),
      'dr/a failed for arp-ignore on rs1, rs2 and rs3, not for arp-ignore on rs1 and rs2',
    ],
  ])('is not right when a declared expectation %s', (_, first, reason) => {
    expect(compareWithDeclaration(fault, [first, ...good.slice(1)])).toEqual({ ok: false, reasons: [reason] })
  })

  test('is not right when anything breaks', () => {
    const verdicts = [...good, verdict('assert/x', 'error')]
    expect(compareWithDeclaration(fault, verdicts)).toEqual({ ok: false, reasons: ['assert/x broke: seen'] })
  })

  test('has to declare something', () => {
    const { declares: _, ...bare } = fault
    expect(compareWithDeclaration(bare, good)).toMatchObject({ ok: false })
    expect(compareWithDeclaration({ ...fault, declares: { ...declares, fails: [] } }, good)).toMatchObject({
      ok: false,
    })
  })
})

describe('a variant', () => {
  test('has to leave everything passing', () => {
    expect(compareWithDeclaration(variant, [verdict('dr/a', 'pass'), verdict('dr/b', 'pass')])).toEqual({
      ok: true,
    })
  })

  test.each<[VerdictStatus, string]>([
    ['fail', 'dr/a has to pass, but failed: seen'],
    ['inconclusive', 'dr/a has to pass, but is inconclusive: seen'],
    ['error', 'dr/a has to pass, but broke: seen'],
  ])('is not right on %s', (status, reason) => {
    const verdicts = [verdict('dr/a', status), verdict('dr/b', 'pass')]
    expect(compareWithDeclaration(variant, verdicts)).toEqual({ ok: false, reasons: [reason] })
  })
})

test.each([fault, variant])('nothing judged is never right', (change) => {
  expect(compareWithDeclaration(change, [])).toMatchObject({ ok: false })
})
