import { describe, expect, test } from 'vitest'
import { judge, overall } from '../../src/verdict/judge.ts'
import type { Verdict, VerdictStatus } from '../../src/verdict/types.ts'
import { labOf, modeDr } from '../support/dr-lab.ts'
import { arpIgnoreOff, healthy } from '../support/scenarios.ts'
import { verdictOn } from './support.ts'

describe('overall', () => {
  const verdicts = (...all: VerdictStatus[]): Verdict[] =>
    all.map((status) => ({ expectation: 'x', title: '', status, expected: '', observed: '', frames: [] }))

  test.each<[VerdictStatus[], VerdictStatus]>([
    [[], 'error'],
    [['pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'error', 'pass'], 'error'],
    [['error', 'fail', 'inconclusive', 'pass'], 'fail'],
  ])('%j is %s', (all, outcome) => expect(overall(verdicts(...all))).toBe(outcome))
})

describe('exceptions', () => {
  test('in one expectation are its own error, and leave the others alone', async () => {
    const run = healthy()
    for (const exchange of run.exchanges) exchange.replies = [4711]
    const verdicts = await judge(labOf(run.cast), run.evidence())
    expect(verdictOn(verdicts, 'dr/reply-direct')).toMatchObject({
      status: 'error',
      observed: 'exchange names journey 4711, which does not exist',
    })
    expect(verdictOn(verdicts, 'dr/arp-one-responder')).toMatchObject({ status: 'pass' })
  })

  test('in a diagnosis leave the verdict standing', async () => {
    const run = arpIgnoreOff()
    for (const exchange of run.exchanges) exchange.replies = [4711]
    const verdict = verdictOn(await judge(labOf(run.cast), run.evidence()), 'dr/arp-one-responder')
    expect(verdict).toMatchObject({ status: 'fail', diagnosis: { cause: 'unknown', nodes: [] } })
    expect(verdict.diagnosis?.text).toContain('The diagnosis broke: exchange names journey 4711')
  })
})

test('verdicts come in the order of the lab file', async () => {
  const run = healthy()
  const lab = labOf(run.cast, [{ kind: 'outcome', probe: 'web', outcome: 'answered' }, modeDr(run.cast)])
  const verdicts = await judge(lab, run.evidence())
  expect(verdicts.slice(0, 3).map(({ expectation }) => expectation)).toEqual([
    'outcome/web',
    'dr/answered',
    'dr/arp-vip-asked',
  ])
})

test('evidence is left as it was', async () => {
  const run = arpIgnoreOff()
  const evidence = run.evidence()
  const before = structuredClone(evidence)
  await judge(labOf(run.cast), evidence)
  expect(evidence).toEqual(before)
})
