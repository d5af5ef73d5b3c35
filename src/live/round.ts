import { mkdirSync } from 'node:fs'
import type { RunEvent, RunEventBody, RunOutcome } from '../events/types.ts'
import type { ChosenKernel } from '../kernel/types.ts'
import type { Lab } from '../lab/types.ts'
import { buildPlan } from '../plan/build.ts'
import { isCaptureStep } from '../plan/captures.ts'
import { attemptCount } from '../plan/probe.ts'
import type { Plan } from '../plan/types.ts'
import { artifactWriters } from '../report/artifacts.ts'
import { apply } from '../run/drive.ts'
import { CAPTURE_FILE, gatherEvidence } from '../run/evidence.ts'
import { keepSources, keptFile, makeFolders } from '../run/folders.ts'
import { judgeEvidence, tellEvidence } from '../run/judge.ts'
import { playRound, type Seen } from '../run/round.ts'
import { started } from '../run/started.ts'
import { type Say, step } from '../run/steps.ts'
import { Stop } from '../run/stop.ts'
import { TITLES } from '../run/titles.ts'
import type { Evidence } from '../verdict/types.ts'
import { forgetting } from './forget.ts'
import type { Ports } from './ports.ts'
import type { LiveWorld } from './world.ts'

/** What a round is about. */
export interface RoundWish {
  /** Probes to send; all, where the lab is to be judged. */
  readonly probes?: readonly string[]
  readonly kernel: Pick<ChosenKernel, 'name' | 'reason' | 'clock'>
  /** The engine's folder, and the one that takes the results of this round. */
  readonly from: string
  readonly out: string
  readonly ports: Ports
  /** An exercise: neither the fault nor the diagnosis is told. */
  readonly hides: boolean
}

/**
 * One check of a live lab: what is cached is forgotten, captures are new, counters count from now on. Then traffic,
 * kernel state and verdicts are those of a run.
 */
export async function liveRound(
  world: LiveWorld,
  wish: RoundWish,
  emit: (event: RunEvent) => void,
): Promise<RunOutcome> {
  const begun = performance.now()
  const elapsed = () => Math.round(performance.now() - begun)
  mkdirSync(wish.out, { recursive: true })
  const writers = artifactWriters(wish.out, CAPTURE_FILE)
  const say: Say = (body: RunEventBody) => {
    const event = { at: elapsed(), ...(wish.hides ? hidden(body) : body) }
    for (const writer of writers) writer.handle(event)
    emit(event)
  }
  const end = (outcome: RunOutcome, problem?: Stop['problem']) => {
    say({ type: 'run-ended', outcome, milliseconds: elapsed(), artifacts: [], ...(problem && { problem }) })
    return outcome
  }
  const { lab, plan } = roundOf(world.lab, wish.probes)
  if (!wish.hides) keepSources(lab, plan, wish.out, keptFile(wish.from))
  say(started(lab, [], wish.out, wish.kernel))
  try {
    return end(await play(world, lab, plan, wish, say))
  } catch (error) {
    if (error instanceof Stop) return end(error.outcome, error.problem)
    throw error
  }
}

async function play(world: LiveWorld, lab: Lab, plan: Plan, wish: RoundWish, say: Say): Promise<RunOutcome> {
  const evidence = await calmEvidence(world, lab, plan, wish, say)
  const judging = async (): Promise<RunOutcome> => {
    if (wish.probes === undefined) return judgeEvidence(lab, evidence, say)
    tellEvidence(lab, evidence, say)
    const all = evidence.probes.flatMap(({ attempts }) => attempts)
    return all.every(({ outcome }) => outcome === 'answered') ? 'pass' : 'fail'
  }
  return step(say, TITLES.judge, judging)
}

/** How often packets of an earlier round may come in between; each time, TCP waits twice as long with the next. */
const MOST_TRIES = 4

/** Evidence without packets of earlier rounds, which a half-open connection sends again: with them, it all comes anew. */
async function calmEvidence(
  world: LiveWorld,
  lab: Lab,
  plan: Plan,
  wish: RoundWish,
  say: Say,
): Promise<Evidence> {
  const tries = lab.timeline ? 1 : MOST_TRIES
  for (let left = tries; ; left--) {
    const seen = await playOnce(world, lab, plan, wish, say)
    const evidence = gatherEvidence(lab, seen, wish)
    const late = evidence.exchanges.filter(
      ({ sourcePort = 0, destinationPort = 0 }) =>
        wish.ports.isPast(sourcePort) || wish.ports.isPast(destinationPort),
    )
    if (late.length === 0 || left === 1) return evidence
    await step(
      say,
      'once more',
      async () => {},
      () => 'packets of an earlier check came in between',
    )
  }
}

async function playOnce(world: LiveWorld, lab: Lab, plan: Plan, wish: RoundWish, say: Say): Promise<Seen> {
  const { link } = world
  makeFolders(plan, wish.from, 'again')
  await apply(link, lab, { ...plan, steps: plan.steps.filter(isCaptureStep) }, say)
  const prepare = () => apply(link, lab, { ...plan, steps: [forgetting(lab)] }, say)
  const firstPort = wish.ports.take(plan.probes.reduce((sum, probe) => sum + attemptCount(probe), 0))
  return playRound(link, lab, plan, say, { firstPort, prepare, before: true })
}

/** What an exercise tells. */
export function hidden(body: RunEventBody): RunEventBody {
  if (body.type === 'run-started') {
    const { change: _, ...rest } = body
    return rest
  }
  if (body.type !== 'judged') return body
  return { ...body, verdicts: body.verdicts.map(({ diagnosis: _, ...verdict }) => verdict) }
}

/** The lab with some of its probes alone, and without its timeline. */
function roundOf(lab: Lab, names: readonly string[] | undefined): { lab: Lab; plan: Plan } {
  if (names === undefined) return { lab, plan: buildPlan(lab) }
  const { timeline: _, ...timeless } = lab
  const probes = lab.probes.filter(({ name }) => names.includes(name))
  const some = { ...timeless, probes }
  return { lab: some, plan: buildPlan(some) }
}
