import { describe, expect, test } from 'vitest'
import { foldAll } from '../../src/events/view.ts'
import { findLab, loadLab } from '../../src/lab/index.ts'
import { annotations } from '../../src/report/tested/github.ts'
import { junit } from '../../src/report/tested/junit.ts'
import { markdown } from '../../src/report/tested/markdown.ts'
import { suiteAccount } from '../../src/report/tested/suite-account.ts'
import { type Account, runAccount } from '../../src/report/tested/tested.ts'
import { daemonFailed, unsupported } from '../support/runs/broken.ts'
import { arpIgnoreOff, drRun } from '../support/runs/dr.ts'

const fault = runAccount(foldAll(arpIgnoreOff()))
const found = findLab('dr')
const loaded = loadLab({ path: found.ok ? found.file : '' })
const lab = loaded.ok ? loaded.lab : expect.fail('the lab dr has mistakes')
const view = foldAll(drRun())
const suite = suiteAccount(
  [
    { lab, name: 'healthy', view, outcome: 'pass', reasons: [] },
    { lab, name: 'dead-rip', view, outcome: 'fail', reasons: ['dr/answered: pass, though it was to fail'] },
    { lab, name: 'no-such', view, outcome: 'inconclusive', reasons: ['a capture dropped packets'] },
  ],
  { all: 3, milliseconds: 4321, out: '/home/ada/runs/test' },
)
const HOME = '/home/ada/lvslab'
const lineOf = (_file: string, key: string) => key.length

describe.each([
  ['fault', fault],
  ['suite', { ...suite, tested: suite.tested.map((one) => ({ ...one, file: `${HOME}/labs/dr/lab.yaml` })) }],
  ['broken', runAccount(foldAll(daemonFailed()))],
] as const)('%s', (name, account) => {
  test('JUnit XML as reviewed', async () => {
    await expect(`${junit(account)}\n`).toMatchFileSnapshot(`pages/${name}.junit.xml`)
  })
  test('Markdown as reviewed', async () => {
    await expect(`${markdown(account)}\n`).toMatchFileSnapshot(`pages/${name}.account.md`)
  })
  test('annotations as reviewed', async () => {
    const text = annotations(account, HOME, lineOf).join('\n')
    await expect(`${text}\n`).toMatchFileSnapshot(`pages/${name}.github.txt`)
  })
})

test('a suite fails for a run that failed or was left out, and not for one that cannot be done here', () => {
  const one = (outcome: 'pass' | 'fail' | 'unsupported') =>
    ({ lab, name: outcome, view, outcome, reasons: [] }) as const
  const outcomeOf = (all: number, ...outcomes: ('pass' | 'fail' | 'unsupported')[]) =>
    suiteAccount(outcomes.map(one), { all, milliseconds: 1, out: '/' }).outcome
  expect(outcomeOf(1, 'pass')).toBe('pass')
  expect(outcomeOf(2, 'pass', 'unsupported')).toBe('unsupported')
  expect(outcomeOf(3, 'pass', 'unsupported', 'fail')).toBe('fail')
  expect(outcomeOf(2, 'pass')).toBe('fail')
})

describe('what did not pass', () => {
  const open = fault.tested.filter(({ outcome }) => outcome !== 'pass')

  test('is as many failures, annotations and chapters', () => {
    expect(open.length).toBeGreaterThan(0)
    expect(junit(fault).match(/<failure /g)).toHaveLength(open.length)
    expect(annotations(fault, HOME, lineOf)).toHaveLength(open.length)
    expect(markdown(fault).match(/^### /gm)).toHaveLength(open.length)
  })

  test('is never left out: a run that could not be done is an error', () => {
    const account = runAccount(foldAll(unsupported()))
    expect(junit(account)).toContain('errors="1" skipped="0"')
    expect(annotations(account, HOME, lineOf)).toHaveLength(1)
  })

  test('is told with its reasons', () => {
    for (const { reasons } of open) for (const reason of reasons) expect(markdown(fault)).toContain(reason)
  })
})

describe('what labs and programs say', () => {
  const bad = "\"]]>&<x a='1'>\u0000\u001b[31m\nsecond: line, 100%\r\n```\n## head | <script>"
  const [one] = fault.tested
  const account: Account = {
    ...{ title: bad, outcome: 'fail', milliseconds: 1, out: bad },
    tested: one
      ? [{ ...one, name: bad, title: bad, group: bad, outcome: 'fail', reasons: [bad, '````'] }]
      : [],
  }

  test('is text in XML', () => {
    const text = junit(account)
    expect(text.match(/<\/?[a-z]+/g)).toEqual([
      '<testsuites',
      '<testsuite',
      '<testcase',
      '<failure',
      '</failure',
      '</testcase',
      '</testsuite',
      '</testsuites',
    ])
    expect(/(?![\t\n\r])\p{Cc}/u.test(text)).toBe(false)
  })

  test('is one annotation on one line, with three properties', () => {
    const [text, ...more] = annotations(account, HOME, lineOf).join('\n').split('\n')
    expect(more).toEqual([])
    expect(text).toMatch(/^::error file=[^,:]*,line=\d+,title=[^,:]*::/)
  })

  test('neither opens a chapter nor leaves its block in Markdown', () => {
    const lines = markdown(account).split('\n')
    expect(lines.filter((line) => /^#{1,6} /.test(line))).toHaveLength(2)
    expect(lines.filter((line) => line === '`````')).toHaveLength(1)
    expect(lines.filter((line) => /(?<!\\)</.test(line)).every((line) => !line.startsWith('|'))).toBe(true)
  })
})
