import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunView } from '../../src/events/view.ts'
import { listLabs } from '../../src/lab/index.ts'
import { outagesOf } from '../../src/report/timeline/outages.ts'
import { folders } from '../../src/setup/folders.ts'
import { scratch } from '../support/scratch.ts'
import { IS_BUILT } from './support/built.ts'
import { expectTaught, isTimed, labNamed } from './support/declared.ts'
import { expectPass, fixture, run, start } from './support/lvslab.ts'
import { PUNCTUAL_MS, takeoversIn } from './support/takeovers.ts'

const TIMED = listLabs()
  .map(({ name }) => name)
  .filter((name) => isTimed(labNamed(name)))

test('without a built kernel there is no virtual time, and the command that brings it is told', async () => {
  const env = { LVSLAB_CACHE: cacheWithoutKernels() }
  const { status, text } = await run(['dr', '--clock', 'virtual'], { env })
  expect(status, text).toBe(3)
  expect(text).toContain('Remedy: lvslab kernel build')
})

test("the machine's own kernel has no virtual time", async () => {
  const { status, text } = await run(['dr', '--clock', 'virtual', '--kernel', 'host'])
  expect(status, text).toBe(3)
  expect(text).toContain('leave out --kernel host, or --clock virtual')
})

test('a live lab is on real time, and says so', async () => {
  const { exitCode, all } = await start(['up', 'dr', '--clock', 'virtual'])
  expect(exitCode, all).toBe(2)
  expect(all).toMatch(/A live lab is on\s+real time\./)
})

describe.skipIf(!IS_BUILT)('with a built kernel (lvslab kernel build)', () => {
  test('a director waits as long for silence, and for a farewell, as VRRP says', async () => {
    for (const change of [[], ['--fault', 'cable-pulled']]) {
      const finished = await run(['failover', '--clock', 'virtual', ...change])
      expectPass(finished)
      const [first, ...others] = takeoversIn(finished.out, labNamed('failover'))
      expect(others).toEqual([])
      expect(first).toMatchObject({ by: 'lb2', after: change.length === 0 ? 'farewell' : 'silence' })
      expect(Math.abs((first?.waited ?? 0) - (first?.due ?? 0))).toBeLessThan(PUNCTUAL_MS)
      expectAnsweredAfter(finished.view, finished.view.origin + (first?.at ?? Number.NaN))
    }
  })

  test('a program that never waits is ended by the clock on the wall, and why is told', async () => {
    const lab = fixture('never-waits')
    const { exitCode, all } = await start([
      'run',
      lab,
      '--clock',
      'virtual',
      '--timeout',
      '20',
      '--out',
      scratch(),
    ])
    expect(exitCode, all).toBe(1)
    expect(all).toContain('the run did not end within 20 s')
    expect(all).toContain('Virtual time stands while anybody computes')
  })

  test.each(TIMED)('%s keeps its promises in real time as well, as its lesson tells', async (name) => {
    const finished = await run([name, '--clock', 'real'])
    expectPass(finished)
    expectTaught(name, finished.out)
  })
})

/** Milliseconds from one request to the next, in lab failover. */
const EVERY_MS = 50

/** The client's one outage ends with the first request after the takeover: not before it, and not one later. */
function expectAnsweredAfter({ probes }: RunView, takeover: number): void {
  const attempts = probes.flatMap((probe) => probe.attempts)
  const outages = outagesOf(attempts.map((one) => ({ ...one, at: one.at ?? Number.NaN })))
  expect(outages.length).toBe(1)
  const answered = (outages[0]?.next?.at ?? Number.NaN) - takeover
  expect(answered).toBeGreaterThanOrEqual(0)
  expect(answered).toBeLessThan(EVERY_MS + 1)
}

/** What the set-up brought, without the kernels that were built. */
function cacheWithoutKernels(): string {
  const cache = scratch('cache')
  const names = readdirSync(folders().cache).filter((name) => !name.startsWith('.') && name !== 'kernels')
  for (const name of names) symlinkSync(join(folders().cache, name), join(cache, name))
  return cache
}
