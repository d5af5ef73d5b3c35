import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { findSysroot } from '../../src/setup/sysroot.ts'
import { Checkout } from './support/checkout.ts'

/** How far into its course, by the clock, each set-up is killed. */
const MOMENTS = [0.2, 0.4, 0.6, 0.8]

let milliseconds: number

beforeAll(async () => {
  await using checkout = await Checkout.create()
  const { durationMs } = await checkout.run()
  milliseconds = durationMs
})

describe('a set-up that is killed', () => {
  it.each(MOMENTS)('at %f of its course is completed by the next start', async (moment) => {
    await using checkout = await Checkout.create()
    const killed = checkout.start(['hello'], { detached: true, stdio: 'ignore' })
    await delay(moment * milliseconds)
    killGroup(killed.pid)
    await killed
    const next = await checkout.run(['after all'])
    expect(next).toMatchObject({ stdout: 'cli: after all', exitCode: 0 })
    expect(findSysroot({ LVSLAB_CACHE: checkout.cache })).toMatchObject({ ok: true })
    expect(await checkout.leftovers()).toEqual([])
  })

  it('holds nobody up', async () => {
    await using checkout = await Checkout.create()
    await writeFile(join(checkout.root, 'npm.delay'), '600')
    const killed = checkout.start(['hello'], { detached: true, stdio: 'ignore' })
    while ((await checkout.npmCalls()).length === 0) await delay(10)
    killGroup(killed.pid)
    await killed
    await writeFile(join(checkout.root, 'npm.delay'), '0')
    const next = await checkout.run()
    expect(next.exitCode).toBe(0)
    expect(next.durationMs).toBeLessThan(600_000)
  })
})

describe('two set-ups at once', () => {
  it('do the work once, and the one that waits says so', async () => {
    await using checkout = await Checkout.create()
    await writeFile(join(checkout.root, 'npm.delay'), '0.5')
    const both = await Promise.all([checkout.run(['one']), checkout.run(['two'])])
    expect(both.map((result) => result.stdout)).toEqual(['cli: one', 'cli: two'])
    expect(await checkout.npmCalls()).toEqual(['ci'])
    const waiting = both.filter((result) => String(result.stderr).includes('another set-up is at work in'))
    expect(waiting).toHaveLength(1)
  })
})

function killGroup(pid: number | undefined): void {
  if (pid === undefined) throw new Error('the set-up did not start')
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // It was faster than its model.
  }
}
