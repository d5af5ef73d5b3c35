import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { foldAll } from '../../src/events/view.ts'
import { compareRuns } from '../../src/repeat/compare.ts'
import { readTimeline, type Timeline } from '../../src/repeat/timeline.ts'
import type { RepetitionAccount } from '../../src/report/repeat/json.ts'
import { scratch } from '../support/scratch.ts'
import { IS_BUILT } from './support/built.ts'
import { eventsIn, run, start } from './support/lvslab.ts'

describe.skipIf(!IS_BUILT)('with a built kernel (lvslab kernel build)', () => {
  test.each([
    ['dr', 3],
    ['keepalived-dr', 2],
  ])('%s is the same %i times, octet by octet', async (lab, times) => {
    const out = scratch()
    const ended = await start(['run', lab, '--repeat', `${times}`, '--reporter', 'json', '--out', out])
    const account = JSON.parse(ended.stdout) as RepetitionAccount
    expect(account).toMatchObject({ level: 'identical', random: [] })
    expect(account.runs.map(({ outcome }) => outcome)).toEqual(Array(times).fill('pass'))
    expect(ended.exitCode).toBe(0)
  })

  test('what is drawn follows from the seed: with another one the first frame comes from another MAC address', async () => {
    const seeds = ['one', 'other'].map((seed) => run(['dr', '--clock', 'virtual', '--seed', seed]))
    const [one, other] = (await Promise.all(seeds)).map(({ out }) => timelineIn(out))
    expect(one && other && compareRuns(one, other)).toMatchObject({
      level: 'different',
      difference: { kind: 'frame', frame: 1, field: { name: 'ethernet.source' } },
    })
  })

  test('a front-end that hardly gets a processor changes nothing', async () => {
    const [quick, slow] = [scratch(), scratch()]
    await start(['run', 'dr', '--clock', 'virtual', '--out', quick])
    const ending = start(['run', 'dr', '--clock', 'virtual', '--out', slow])
    let over = false
    void ending.finally(() => {
      over = true
    })
    for (let stopped = true; !over; stopped = !stopped) {
      await sleep(100)
      ending.kill(stopped ? 'SIGSTOP' : 'SIGCONT')
    }
    expect(compareRuns(timelineIn(quick), timelineIn(slow))).toEqual({ level: 'identical' })
  })
})

function timelineIn(out: string): Timeline {
  return readTimeline(foldAll(eventsIn(out)), join(out, 'capture.pcapng'))
}
