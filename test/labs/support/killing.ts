import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scratch } from '../../support/scratch.ts'
import { FileWatch } from './file-watch.ts'
import { start } from './lvslab.ts'
import { type Trace, Traces } from './traces.ts'

/** Change it to try other moments. */
const SEED = 'lvslab'

/** Between two looks at what a run is made of, in milliseconds. */
const LOOK_MS = 5

export interface Killing {
  /** What lvslab is started with. */
  readonly args: readonly string[]
  /** Which of a run's processes is killed; undefined while it is not there. */
  readonly victim: (traces: readonly Trace[], frontEnd: number) => number | undefined
  /** What has to be true of a run that lost it. */
  readonly expectEnd: (end: RunEnd) => void
}

export interface RunEnd {
  readonly out: string
  readonly status: number | undefined
  readonly signal: string | undefined
  /** Everything that it printed. */
  readonly text: string
}

/**
 * Kills one process of a run, at as many moments, spread over the whole life of a run and random within their
 * share of it; whenever it was, nothing may be left behind.
 */
export function testKilling(what: string, count: number, killing: Killing): void {
  describe(`SIGKILL of ${what}`, async () => {
    const watch = await FileWatch.start()
    const written = () => (typeof watch === 'string' ? [] : watch.written())
    const lives = new Lives(killing, typeof watch === 'string' ? undefined : watch)
    beforeAll(() => lives.measure())
    afterAll(() => (typeof watch === 'string' ? undefined : watch.stop()))

    test.skipIf(typeof watch === 'string')(
      `files are watched ${typeof watch === 'string' ? `(skipped: ${watch})` : 'everywhere'}`,
      () => expect(written()).toEqual([]),
    )
    test.each(moments(count))('after $percent % of its life', async ({ moment }) => {
      const { end, traces } = await lives.endAt(moment)
      killing.expectEnd(end)
      await traces.expectGone()
      expect(written()).toEqual([])
    })
  })
}

export function kernelOf(traces: readonly Trace[]): number | undefined {
  return kernelsOf(traces)[0]?.pid
}

/** The command line of a User-Mode Linux, Debian's or a built one, and of what starts it. */
export const KERNEL = /\/linux(?:\.uml)? mem=/

/** User-Mode Linux itself, not the processes that it makes for programs inside. */
export function kernelsOf(traces: readonly Trace[]): Trace[] {
  const all = traces.filter(({ command }) => new RegExp(`^\\S*${KERNEL.source}`).test(command))
  return all.filter(({ parent }) => all.every(({ pid }) => pid !== parent))
}

function moments(count: number): { moment: number; percent: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createHash('sha256').update(`${SEED} ${index}`).digest().readUInt32BE() / 2 ** 32
    const moment = (index + random) / count
    return { moment, percent: (moment * 100).toFixed(1) }
  })
}

class Lives {
  readonly #killing: Killing
  readonly #watch: FileWatch | undefined
  /** Milliseconds of a life that is left alone. */
  #whole = 0

  constructor(killing: Killing, watch: FileWatch | undefined) {
    this.#killing = killing
    this.#watch = watch
  }

  /** Lives one life to its end, in which the victim has to show itself: what is not there cannot be killed. */
  async measure(): Promise<void> {
    const life = this.#begin()
    let seen = false
    while (!life.isOver()) {
      seen ||= this.#killing.victim(life.traces.look(), life.pid) !== undefined
      await sleep(LOOK_MS)
    }
    const { status, text } = await life.end
    expect({ status, seen }, text).toEqual({ status: 0, seen: true })
    await life.traces.expectGone()
    this.#whole = life.length()
  }

  /**
   * Begins lives until one can be ended at its moment: the machine may have become faster since.
   * @param moment share of a whole life, from 0 to 1
   */
  async endAt(moment: number): Promise<{ end: RunEnd; traces: Traces }> {
    const life = this.#begin()
    await sleep(moment * this.#whole)
    const victim = await this.#kill(life)
    const end = await life.end
    // A front-end that had just ended cannot be killed any more, though kill(2) does not say so of a zombie.
    const wasAlive = victim !== life.pid || end.signal !== undefined
    if (victim !== undefined && wasAlive) return { end, traces: life.traces }
    await life.traces.expectGone()
    this.#whole = Math.min(this.#whole, life.length()) * 0.95
    return this.endAt(moment)
  }

  /** Kills the victim as soon as it is there, and tells which it was; undefined when the life is over. */
  async #kill(life: Life): Promise<number | undefined> {
    while (!life.isOver()) {
      const victim = this.#killing.victim(life.traces.look(), life.pid)
      if (victim !== undefined) return kill(victim) ? victim : undefined
      await sleep(LOOK_MS)
    }
    return undefined
  }

  #begin(): Life {
    const traces = new Traces(this.#watch?.pid)
    const out = mkdtempSync(join(this.#watch?.folder ?? scratch(), 'out-'))
    const words = [...this.#killing.args, '--timeout', '300', '--out', out]
    const child = start(words, { env: traces.env, prefix: this.#watch?.prefix ?? [] })
    const end = child.then(
      ({ exitCode, signal, all }): RunEnd => ({ out, status: exitCode, signal, text: all }),
    )
    const begun = performance.now()
    let length = 0
    end.then(() => {
      length = performance.now() - begun
    })
    return { traces, pid: child.pid ?? 0, end, isOver: () => length > 0, length: () => length }
  }
}

interface Life {
  readonly traces: Traces
  readonly pid: number
  readonly end: Promise<RunEnd>
  readonly isOver: () => boolean
  /** Milliseconds; of a life that is over. */
  readonly length: () => number
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
