import type { Problem, RunEvent, RunEventBody, RunOutcome } from '../events/types.ts'
import { chooseKernel } from '../kernel/choose.ts'
import { Engines } from '../kernel/engines.ts'
import { requiredFeatures } from '../kernel/features.ts'
import type { ChosenKernel, Clock, KernelPreference } from '../kernel/types.ts'
import type { Lab } from '../lab/types.ts'
import { buildPlan } from '../plan/build.ts'
import { withDelays } from '../plan/delay.ts'
import { sequenceOf } from '../plan/sequence.ts'
import type { Plan } from '../plan/types.ts'
import { actTitle } from './acts.ts'
import { drive } from './drive.ts'
import { gatherEvidence } from './evidence.ts'
import { artifactsOf, keepSources, makeFolders, removeEmptyFolders } from './folders.ts'
import { judgeEvidence } from './judge.ts'
import { isHolding } from './round.ts'
import { started } from './started.ts'
import { type Say, step } from './steps.ts'
import { interruption, Stop } from './stop.ts'
import { TITLES } from './titles.ts'

export interface RunOptions {
  readonly kernel: KernelPreference
  /** `real` where nothing is said. */
  readonly clock?: Clock
  /** Absolute path of an existing folder that takes the artifacts. */
  readonly out: string
  readonly timeoutMs: number
  /** Whether kernel state is read before the probes as well. */
  readonly before?: boolean
  /** Serves one run after the other, and is ended by whoever made it; without it, the run has a kernel of its own. */
  readonly engines?: Engines
}

/**
 * Runs a lab from an empty kernel to verdicts. Everything that happens is told through `emit`. When the promise
 * resolves the world is gone, however the run ended; one of `engines` may live on if nothing went wrong in it.
 */
export async function runLab(
  given: Lab,
  options: RunOptions,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const lab = withDelays(given, options.clock ?? 'real')
  const begun = performance.now()
  const elapsed = () => Math.round(performance.now() - begun)
  let over = false
  // What an interrupted run still has in hand may finish later; nobody is told any more.
  const say: Say = (event: RunEventBody) => {
    if (!over) emit({ at: elapsed(), ...event })
  }
  const end = (outcome: RunOutcome, problem?: Problem): RunOutcome => {
    const artifacts = artifactsOf(plan, options.out)
    say({ type: 'run-ended', outcome, milliseconds: elapsed(), artifacts, ...(problem && { problem }) })
    over = true
    return outcome
  }
  const plan = buildPlan(lab)
  const chosen = chooseKernel(options.kernel, lab, options.clock)
  say(
    started(
      lab,
      stepTitles(plan, options.before === true),
      options.out,
      chosen.ok ? chosen.kernel : undefined,
    ),
  )
  if (!chosen.ok) return end('unsupported', chosen.error)
  try {
    return end(await inKernel(lab, plan, chosen.kernel, options, say, signal))
  } catch (error) {
    if (error instanceof Stop) return end(error.outcome, error.problem)
    throw error
  }
}

/** The engine's life: it outlives this function only where it may serve another run. */
async function inKernel(
  lab: Lab,
  plan: Plan,
  kernel: ChosenKernel,
  options: RunOptions,
  say: Say,
  signal: AbortSignal,
): Promise<RunOutcome> {
  makeFolders(plan, options.out)
  keepSources(lab, plan, options.out)
  const interrupted = interruption(signal, options.timeoutMs, options.clock)
  const race = <Value>(work: Promise<Value>) => Promise.race([work, interrupted.promise])
  const engines = options.engines ?? new Engines()
  const take = () =>
    engines.take(kernel, { out: options.out, features: requiredFeatures(lab), seed: lab.seed })
  let good = false
  try {
    const folders = { from: options.out, out: options.out }
    const seen = await race(drive(take, lab, plan, say, options.before === true))
    good = options.engines !== undefined && kernel.reusable
    if (!good) void engines.end()
    return await race(
      step(say, TITLES.judge, () => judgeEvidence(lab, gatherEvidence(lab, seen, folders), say)),
    )
  } finally {
    interrupted.clear()
    if (!good) await engines.end()
    removeEmptyFolders(plan, options.out)
  }
}

function stepTitles(plan: Plan, before: boolean): string[] {
  const planned = plan.steps.map(({ title }) => title)
  const acts = [...sequenceOf(plan).map(actTitle), ...(isHolding(plan) ? [TITLES.release] : [])]
  return [
    TITLES.kernel,
    ...planned,
    TITLES.watch,
    ...(before ? [TITLES.before] : []),
    ...acts,
    TITLES.observe,
    TITLES.drain,
    TITLES.judge,
  ]
}
