import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test, vi } from 'vitest'
import type { RunEvent } from '../../src/events/types.ts'
import { quote } from '../../src/plan/quote.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import { scratch } from '../support/scratch.ts'
import { departures } from './support/documented.ts'
import { COMMAND, eventsIn, fixture, resultIn, start } from './support/lvslab.ts'
import { Traces } from './support/traces.ts'

const PATIENCE = 300_000

/** Moments at which a run is asked to end, by the event that tells of them. */
const MOMENTS: readonly { readonly when: string; readonly is: (event: RunEvent) => boolean }[] = [
  { when: 'while the kernel boots', is: ({ type }) => type === 'run-started' },
  { when: 'while the lab is built', is: (event) => event.type === 'step-started' && event.title === 'links' },
  { when: 'while probes run', is: ({ type }) => type === 'capture-started' },
]

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test.each(MOMENTS)('$when ends a run in good order', async ({ is }) => {
    const traces = new Traces()
    const out = scratch()
    const child = start(['run', fixture('lan'), '--kernel', 'uml', '--out', out], { env: traces.env })
    await reached(out, is)
    child.kill(signal)
    const { exitCode, all } = await child
    expect(exitCode, all).toBe(130)
    expect(all).toMatch(/^INTERRUPTED /m)
    expectPartial(out)
    await traces.expectGone()
  })
})

test('a terminal that is closed interrupts the run, and nothing is left', async () => {
  const traces = new Traces()
  const out = scratch()
  const words = [...COMMAND, 'run', fixture('lan'), '--kernel', 'uml', '--out', out]
  const terminal = ['--quiet', '--command', words.map(quote).join(' '), '/dev/null']
  const child = execa('script', terminal, { env: traces.env, reject: false, stdin: 'ignore' })
  await reached(out, ({ type }) => type === 'capture-started')
  child.kill('SIGKILL')
  await child
  await traces.expectGone()
  expectPartial(out)
})

test('a reader that has gone interrupts the run', async () => {
  const traces = new Traces()
  const out = scratch()
  const child = start(['run', fixture('lan'), '--kernel', 'uml', '--reporter', 'json', '--out', out], {
    env: traces.env,
  })
  await reached(out, ({ type }) => type === 'run-started')
  child.stdout?.destroy()
  const { exitCode } = await child
  expect(exitCode).toBe(130)
  await traces.expectGone()
})

async function reached(out: string, is: (event: RunEvent) => boolean): Promise<void> {
  const file = join(out, 'events.jsonl')
  const look = () => expect(existsSync(file) && eventsIn(out).some(is)).toBe(true)
  await vi.waitFor(look, { timeout: PATIENCE, interval: 5 })
}

/** What an interrupted run leaves can be read: its story, its result, and the files that the result names. */
function expectPartial(out: string): void {
  const end = eventsIn(out).at(-1)
  expect(end).toMatchObject({ type: 'run-ended', outcome: 'interrupted' })
  const result = resultIn(out) as { artifacts: string[] }
  expect(departures(result)).toEqual([])
  expect(result).toMatchObject({ outcome: 'interrupted', verdicts: [] })
  for (const name of result.artifacts) expect(existsSync(join(out, name)), name).toBe(true)
  if (result.artifacts.includes('capture.pcapng')) {
    expect(loadFrames(join(out, 'capture.pcapng'))).toHaveProperty('ok', true)
  }
}
