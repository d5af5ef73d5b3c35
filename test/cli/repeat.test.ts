import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notRepeatable } from '../../src/cli/actions/repeat.ts'
import type { RunLab } from '../../src/cli/execute.ts'
import { repeatLab } from '../../src/cli/repeating.ts'
import { findLab, loadLab } from '../../src/lab/index.ts'
import type { ComparedRun } from '../../src/repeat/account.ts'
import { plain } from '../../src/report/paint.ts'
import { repetitionAccount } from '../../src/report/repeat/json.ts'
import { repeatedLine, repetitionLines } from '../../src/report/repeat/lines.ts'
import { PcapngWriter } from '../../src/wire/pcapng-writer.ts'
import { DRAWN, DRAWN_OTHERWISE, framesOf } from '../repeat/timelines.ts'
import { drRun } from '../support/runs/dr.ts'

let out = ''
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'lvslab-test-'))
})
afterEach(() => rmSync(out, { recursive: true }))

const found = findLab('dr')
const loaded = loadLab({ path: found.ok ? found.file : '' })
if (!loaded.ok) throw new Error('the lab dr has mistakes')
const { lab } = loaded
const never = new AbortController().signal
const page = { width: 80, paint: plain, all: false }

/** A runner whose run of each number captures what is said here; a number that is not there breaks. */
const capturing = (captures: Readonly<Record<number, readonly Uint8Array[]>>): RunLab => {
  return async (_lab, options, emit) => {
    const frames = captures[Number(options.out.split('-').at(-1))]
    const outcome = frames ? 'pass' : 'error'
    if (frames) capture(join(options.out, 'capture.pcapng'), frames)
    const [start, ...events] = drRun({ start: { out: options.out }, verdicts: [], traffic: () => {} })
    if (start) emit(start)
    for (const event of events.slice(0, -1)) if (event.type !== 'judged') emit(event)
    const problem = frames ? {} : { problem: { message: 'the kernel has ended' } }
    emit({ at: 9, type: 'run-ended', outcome, milliseconds: 1310, artifacts: [], ...problem })
    return outcome
  }
}

function capture(path: string, frames: readonly Uint8Array[]): void {
  const writer = new PcapngWriter(path, [{ name: 'client:eth0', linkType: 1 }])
  for (const [index, bytes] of frames.entries()) {
    writer.write(0, 1_767_225_600, index * 1_000_000, bytes, 0, bytes.length, bytes.length)
  }
  writer.close()
}

async function repeated(captures: Readonly<Record<number, readonly Uint8Array[]>>, times: number, jobs = 1) {
  const told: ComparedRun[] = []
  const options = { kernel: 'auto', timeoutMs: 1000, out, times, jobs } as const
  const repetition = await repeatLab(capturing(captures), lab, options, (run) => told.push(run), never)
  const lines = [
    ...told.map((run) => repeatedLine(run, page)),
    ...repetitionLines(repetition, '/runs/dr', page),
  ]
  return { repetition, text: lines.join('\n'), account: repetitionAccount(lab, repetition, '/runs/dr') }
}

const same = framesOf(DRAWN)
const otherwise = framesOf(DRAWN_OTHERWISE)
const lower = same.map((bytes, index) => (index === 2 ? bytes.with(14 + 8, 63) : bytes))

describe('several runs', () => {
  test('with the same octets repeat, and only the first is kept', async () => {
    const { text, account } = await repeated({ 1: same, 2: same, 3: same }, 3)
    await expect(`${text}\n`).toMatchFileSnapshot('pages/repeat-identical.txt')
    expect(account).toMatchObject({ level: 'identical', random: [] })
    expect(readdirSync(out)).toEqual(['run-1'])
  })

  test('that differ only in what kernels draw repeat too, and it is said in what', async () => {
    const { text, account } = await repeated({ 1: same, 2: otherwise, 3: same }, 3)
    await expect(`${text}\n`).toMatchFileSnapshot('pages/repeat-alike.txt')
    expect(account).toMatchObject({ level: 'alike', runs: [{}, { level: 'alike' }, { level: 'identical' }] })
  })

  test.each([1, 3])('of which two differ, %i at a time: the first of them is told and kept', async (jobs) => {
    const { text, account } = await repeated({ 1: same, 2: same, 3: lower, 4: otherwise, 5: lower }, 5, jobs)
    if (jobs === 1) await expect(`${text}\n`).toMatchFileSnapshot('pages/repeat-different.txt')
    expect(account).toMatchObject({
      level: 'different',
      difference: { run: 3, frame: 3, point: 'client:eth0', name: 'ipv4.ttl', one: '64', other: '63' },
    })
    expect(readdirSync(out)).toEqual(['run-1', 'run-3'])
  })

  test('one of which breaks prove nothing, and its folder is kept', async () => {
    const { text, account } = await repeated({ 1: same, 3: same }, 3)
    expect(text).toContain('ERROR      run 2 came to no verdicts: the kernel has ended')
    expect(account).not.toHaveProperty('level')
    expect(readdirSync(out)).toEqual(['run-1', 'run-2'])
  })

  test('are over when the first breaks', async () => {
    const { repetition, text } = await repeated({ 2: same }, 3)
    expect(repetition.runs).toHaveLength(1)
    expect(text).toContain('ERROR      run 1 came to no verdicts: the kernel has ended')
    expect(existsSync(join(out, 'run-2'))).toBe(false)
  })
})

describe('what cannot be asked of several runs is told', () => {
  const flags = { kernel: 'auto', timeout: 9, jobs: 1, reporter: 'line', clock: 'virtual' } as const
  test.each([
    [{}, undefined],
    [{ reporter: 'json' }, undefined],
    [{ clock: 'real' }, 'needs --clock virtual'],
    [{ report: true }, 'leave it out'],
    [{ reporter: 'junit' }, 'with --repeat, line or json'],
  ] as const)('%j', (more, reason) => {
    const text = notRepeatable({ ...flags, ...more })
    if (reason === undefined) expect(text).toBeUndefined()
    else expect(text).toContain(reason)
  })
})
