import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOutcome } from '../events/types.ts'
import { emptyView, fold, type RunView } from '../events/view.ts'
import { Engines } from '../kernel/engines.ts'
import { type Lab, loadWithChanges } from '../lab/index.ts'
import type { Reporter } from '../report/reporter.ts'
import { compareWithDeclaration } from '../verdict/declaration.ts'
import { execute, type RunLab, type RunOptions } from './execute.ts'

/** One run of a suite: a lab as it is, or with one of its changes. */
export interface Case {
  readonly lab: Lab
  /** Name of the change, or `healthy`. */
  readonly name: string
}

/** A case that has been run, and whether it did what the lab declares. */
export interface CaseResult extends Case {
  readonly view: RunView
  /** pass when it did what it declares, whether that is passing or failing. */
  readonly outcome: RunOutcome
  /** Why not, each in one line. */
  readonly reasons: readonly string[]
}

export interface SuiteOptions extends Omit<RunOptions, 'out' | 'engines'> {
  /** Folder that gets a folder for each case. */
  readonly out: string
  readonly jobs: number
}

export interface SuiteListener {
  readonly started: (one: Case) => void
  /** Hears of everything that the run has shown; the suite itself keeps an outline. */
  readonly ended: (result: CaseResult) => void
}

/** The healthy lab, then each of its faults and variants in the order of the file. */
export function casesOf({ file }: Lab): Case[] {
  return loadWithChanges(file).map((lab) => ({ lab, name: lab.change?.name ?? 'healthy' }))
}

/**
 * Runs cases, at most `jobs` at a time, in order; an interruption leaves out those that have not begun. Each job keeps
 * its kernel from case to case.
 */
export async function runSuite(
  runLab: RunLab,
  cases: readonly Case[],
  options: SuiteOptions,
  listener: SuiteListener,
  signal: AbortSignal,
): Promise<CaseResult[]> {
  const waiting = cases[Symbol.iterator]()
  const results: CaseResult[] = []
  const work = async (engines: Engines) => {
    for (const one of waiting) {
      if (signal.aborted) return
      listener.started(one)
      const result = await runCase(runLab, one, { ...options, engines }, signal)
      listener.ended(result)
      results.push({ ...result, view: outline(result.view) })
    }
  }
  const worker = async () => {
    const engines = new Engines()
    await work(engines).finally(() => engines.end())
  }
  await Promise.all(Array.from({ length: options.jobs }, worker))
  return results
}

async function runCase(
  runLab: RunLab,
  one: Case,
  options: RunOptions,
  signal: AbortSignal,
): Promise<CaseResult> {
  const out = folderOf(options.out, one)
  mkdirSync(out, { recursive: true })
  let view = emptyView
  const handle: Reporter['handle'] = (event) => {
    view = fold(view, event)
  }
  const outcome = await execute(runLab, one.lab, { ...options, out }, [{ handle }], signal)
  return { ...one, view, ...judgeCase(one, view, outcome) }
}

/** Where a case's run puts its artifacts. */
export const folderOf = (out: string, { lab, name }: Case): string => join(out, lab.name, name)

/** What a suite tells of a run; the journeys of hundreds of runs would fill the memory, and are in their files. */
function outline({ start, steps, verdicts, end }: RunView): RunView {
  return { ...emptyView, steps, verdicts, ...(start && { start }), ...(end && { end }) }
}

/** A run that judged nothing cannot have done what was declared. */
function judgeCase(one: Case, view: RunView, outcome: RunOutcome): Pick<CaseResult, 'outcome' | 'reasons'> {
  if (outcome === 'error' || outcome === 'unsupported' || outcome === 'interrupted') {
    return { outcome, reasons: [view.end?.problem?.message ?? outcome] }
  }
  const reasons = one.lab.change ? declaredReasons(one.lab.change, view) : healthyReasons(view)
  if (reasons.length === 0) return { outcome: 'pass', reasons }
  return { outcome: outcome === 'inconclusive' ? outcome : 'fail', reasons }
}

function declaredReasons(change: NonNullable<Lab['change']>, { verdicts }: RunView): readonly string[] {
  const comparison = compareWithDeclaration(change, verdicts)
  return comparison.ok ? [] : comparison.reasons
}

function healthyReasons({ verdicts }: RunView): string[] {
  if (verdicts.length === 0) return ['nothing was judged']
  return verdicts
    .filter(({ status }) => status !== 'pass')
    .map(({ expectation, status, observed }) => `${expectation}: ${status}, ${observed}`)
}
