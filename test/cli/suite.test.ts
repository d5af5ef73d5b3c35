import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunLab } from '../../src/cli/execute.ts'
import { worstStatus } from '../../src/cli/exit.ts'
import { type Case, casesOf, runSuite } from '../../src/cli/suite.ts'
import type { RunOutcome } from '../../src/events/types.ts'
import { findLab, loadLab } from '../../src/lab/index.ts'
import { plain } from '../../src/report/paint.ts'
import { caseLines, suiteSummary } from '../../src/report/suite.ts'
import type { Verdict } from '../../src/verdict/types.ts'
import { drRun } from '../support/runs/dr.ts'

let out = ''
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'lvslab-test-'))
})
afterEach(() => rmSync(out, { recursive: true }))

const found = findLab('dr')
const loaded = loadLab({ path: found.ok ? found.file : '' })
if (!loaded.ok) throw new Error('the lab dr has mistakes')
const cases = casesOf(loaded.lab)
const named = (...names: readonly string[]) => cases.filter(({ name }) => names.includes(name))

const verdict = (expectation: string, status: Verdict['status'], more: Partial<Verdict> = {}): Verdict => ({
  expectation,
  title: expectation,
  status,
  expected: 'one answer',
  observed: 'two answers',
  frames: [],
  ...more,
})

const arpIgnore = (nodes: readonly string[]): Verdict =>
  verdict('dr/arp-one-responder', 'fail', { diagnosis: { cause: 'arp-ignore', nodes, text: 'because' } })

/** A runner that comes to these verdicts. */
const judging =
  (outcome: RunOutcome, verdicts: readonly Verdict[]): RunLab =>
  async (_lab, options, emit) => {
    for (const event of drRun({ verdicts, start: { out: options.out }, end: { outcome } })) emit(event)
    return outcome
  }

const silent = { started: () => {}, ended: () => {} }
const never = new AbortController().signal

async function outcomeOf(name: string, runLab: RunLab) {
  const options = { kernel: 'auto', timeoutMs: 1000, out, jobs: 1 } as const
  const [result] = await runSuite(runLab, named(name), options, silent, never)
  return { outcome: result?.outcome, reasons: result?.reasons }
}

test('the cases of a lab are the healthy one and all its faults and variants', () => {
  expect(cases[0]).toMatchObject({ name: 'healthy', lab: { name: 'dr' } })
  expect(cases).toHaveLength(1 + loaded.lab.changes.length)
  expect(cases.every(({ name, lab }) => name === (lab.change?.name ?? 'healthy'))).toBe(true)
})

describe('a case', () => {
  test.each<[name: string, outcome: RunOutcome, verdicts: Verdict[], expected: RunOutcome, reason?: string]>([
    ['healthy', 'pass', [verdict('dr/answered', 'pass')], 'pass'],
    ['healthy', 'fail', [verdict('dr/answered', 'fail')], 'fail', 'dr/answered: fail, two answers'],
    ['healthy', 'pass', [], 'fail', 'nothing was judged'],
    ['healthy', 'inconclusive', [verdict('dr/x', 'inconclusive')], 'inconclusive', 'dr/x: inconclusive'],
    ['no-host-route', 'pass', [verdict('dr/answered', 'pass')], 'pass'],
    ['no-host-route', 'fail', [verdict('dr/answered', 'fail')], 'fail', 'dr/answered has to pass'],
    ['arp-ignore-off', 'fail', [arpIgnore(['rs1', 'rs2'])], 'pass'],
    ['arp-ignore-off', 'fail', [arpIgnore(['rs1'])], 'fail', 'arp-ignore on rs1'],
    ['arp-ignore-off', 'fail', [verdict('dr/answered', 'fail')], 'fail', 'was not judged'],
    ['arp-ignore-off', 'pass', [verdict('dr/arp-one-responder', 'pass')], 'fail', 'has to fail'],
    ['arp-ignore-off', 'error', [], 'error', 'error'],
    ['arp-ignore-off', 'unsupported', [], 'unsupported', 'unsupported'],
  ])('%s that ends in %s with %j is %s', async (name, outcome, verdicts, expected, reason) => {
    const result = await outcomeOf(name, judging(outcome, verdicts))
    expect(result.outcome).toBe(expected)
    expect(result.reasons).toEqual(reason === undefined ? [] : [expect.stringContaining(reason)])
  })
})

describe('a suite', () => {
  const running = { now: 0, most: 0 }
  const slow: RunLab = async (lab, options, emit, signal) => {
    running.most = Math.max(running.most, ++running.now)
    await sleep(10)
    running.now--
    return judging('pass', [verdict('dr/answered', 'pass')])(lab, options, emit, signal)
  }

  test.each([1, 3])('runs at most %i at a time, each in a folder of its own', async (jobs) => {
    Object.assign(running, { now: 0, most: 0 })
    const options = { kernel: 'auto', timeoutMs: 1000, out, jobs } as const
    const results = await runSuite(slow, cases, options, silent, never)
    expect(running.most).toBe(jobs)
    expect(results.map(({ name }) => name).sort()).toEqual(cases.map(({ name }) => name).sort())
    expect(readdirSync(join(out, 'dr')).sort()).toEqual(cases.map(({ name }) => name).sort())
  })

  test('that is interrupted begins no further case', async () => {
    const controller = new AbortController()
    const listener = { started: () => controller.abort(), ended: () => {} }
    const options = { kernel: 'auto', timeoutMs: 1000, out, jobs: 1 } as const
    const results = await runSuite(slow, cases, options, listener, controller.signal)
    expect(results).toHaveLength(1)
  })

  test.each<[RunOutcome[], number]>([
    [['pass', 'pass'], 0],
    [['pass', 'inconclusive'], 4],
    [['inconclusive', 'unsupported'], 3],
    [['unsupported', 'fail'], 1],
    [['unsupported', 'error'], 1],
    [['fail', 'interrupted'], 130],
  ])('with %j ends with %i', (outcomes, status) => expect(worstStatus(outcomes)).toBe(status))

  test.each([80, 120])('reads as reviewed at %i columns', async (width) => {
    const page = { width, paint: plain, all: false }
    const shown: [Case | undefined, RunLab][] = [
      [cases[0], judging('pass', [verdict('dr/answered', 'pass'), verdict('dr/ttl', 'pass')])],
      [named('arp-ignore-off')[0], judging('fail', [arpIgnore(['rs1', 'rs2'])])],
      [named('arp-ignore-off-one')[0], judging('fail', [arpIgnore(['rs1', 'rs2'])])],
      [named('no-host-route')[0], judging('unsupported', [])],
      [named('vip-missing')[0], judging('inconclusive', [verdict('dr/answered', 'inconclusive')])],
    ]
    const options = { kernel: 'auto', timeoutMs: 1000, out, jobs: 1 } as const
    const results = []
    for (const [one, runLab] of shown)
      if (one) results.push(...(await runSuite(runLab, [one], options, silent, never)))
    const lines = results.flatMap((result) => caseLines(result, 'arp-ignore-off-one'.length, page))
    const summary = suiteSummary(results, { all: 5, milliseconds: 14_370, out: '/home/ada/runs/test' }, page)
    await expect(`${[...lines, ...summary].join('\n')}\n`).toMatchFileSnapshot(`pages/suite.${width}.txt`)
  })
})
