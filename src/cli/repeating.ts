import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { emptyView, fold } from '../events/view.ts'
import type { Lab } from '../lab/index.ts'
import {
  type ComparedRun,
  isJudged,
  type Parting,
  type RepeatedRun,
  type Repetition,
} from '../repeat/account.ts'
import { compareRuns } from '../repeat/compare.ts'
import { readTimeline, type Timeline } from '../repeat/timeline.ts'
import type { Reporter } from '../report/reporter.ts'
import { CAPTURE_FILE } from '../run/evidence.ts'
import { execute, type RunLab, type RunOptions } from './execute.ts'

export interface RepeatOptions extends Omit<RunOptions, 'engines'> {
  /** How many runs in all. */
  readonly times: number
  /** How many at once. */
  readonly jobs: number
}

/** Where a run puts its artifacts. */
export const folderOf = (out: string, run: number): string => join(out, `run-${run}`)

/**
 * Runs a lab several times, each in a kernel of its own, and compares every run with the first one, of which `ended`
 * hears. Of those that were judged, only the folders of the first and of the first that differs are kept.
 */
export async function repeatLab(
  runLab: RunLab,
  lab: Lab,
  options: RepeatOptions,
  ended: (run: ComparedRun) => void,
  signal: AbortSignal,
): Promise<Repetition> {
  const { timeline: first, ...one } = await runOnce(runLab, lab, options, 1, signal)
  ended(one)
  if (!first) return { runs: [one] }
  const runs: ComparedRun[] = [one]
  let parting: Parting | undefined
  const again = async (run: number) => {
    const { timeline, ...told } = await runOnce(runLab, lab, options, run, signal)
    const compared = timeline ? { ...told, agreement: compareRuns(first, timeline) } : told
    runs.push(compared)
    ended(compared)
    if (!timeline) return
    const previous = parting
    parting = earlier(parting, partingOf(compared, timeline))
    for (const { run } of [compared, ...(previous ? [previous] : [])]) {
      if (run !== parting?.run) rmSync(folderOf(options.out, run), { recursive: true, force: true })
    }
  }
  await inParallel(options.times - 1, options.jobs, signal, (index) => again(index + 2))
  return { runs: runs.toSorted((a, b) => a.run - b.run), first, ...(parting && { parting }) }
}

function partingOf({ run, agreement }: ComparedRun, timeline: Timeline): Parting | undefined {
  return agreement?.level === 'different' ? { run, timeline, difference: agreement.difference } : undefined
}

const earlier = (one: Parting | undefined, other: Parting | undefined): Parting | undefined =>
  one && other ? (one.run < other.run ? one : other) : (one ?? other)

/** Does `all` pieces of work in order, at most `jobs` at a time; an interruption leaves out the others. */
async function inParallel(
  all: number,
  jobs: number,
  signal: AbortSignal,
  work: (index: number) => Promise<void>,
): Promise<void> {
  const waiting = Array.from({ length: all }, (_, index) => index)[Symbol.iterator]()
  const worker = async () => {
    for (const index of waiting) {
      await work(index)
      if (signal.aborted) return
    }
  }
  await Promise.all(Array.from({ length: jobs }, worker))
}

async function runOnce(
  runLab: RunLab,
  lab: Lab,
  options: RepeatOptions,
  run: number,
  signal: AbortSignal,
): Promise<RepeatedRun> {
  const out = folderOf(options.out, run)
  mkdirSync(out)
  let view = emptyView
  const handle: Reporter['handle'] = (event) => {
    view = fold(view, event)
  }
  const outcome = await execute(runLab, lab, { ...options, out }, [{ handle }], signal)
  const { milliseconds = 0, problem } = view.end ?? {}
  return {
    ...{ run, outcome, milliseconds, ...(problem && { problem }) },
    ...(isJudged(outcome) && { timeline: readTimeline(view, join(out, CAPTURE_FILE)) }),
  }
}
