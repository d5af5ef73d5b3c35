import { mkdirSync } from 'node:fs'
import type { RunEvent, RunEventBody, RunOutcome } from '../events/types.ts'
import type { Lab } from '../lab/types.ts'
import { buildPlan } from '../plan/build.ts'
import { attemptCount } from '../plan/probe.ts'
import { FIRST_PROBE_PORT } from '../plan/sequence.ts'
import type { Plan, Step } from '../plan/types.ts'
import { eventsWriter, resultWriter } from '../report/artifacts.ts'
import { apply } from '../run/drive.ts'
import { judgeSeen, showSeen } from '../run/judge.ts'
import { playRound } from '../run/round.ts'
import { started } from '../run/started.ts'
import { readState } from '../run/state.ts'
import { type Say, step } from '../run/steps.ts'
import { Stop } from '../run/stop.ts'
import { TITLES } from '../run/titles.ts'
import { type LiveWorld, makeFolders } from './world.ts'

/** What a round is about. */
export interface RoundWish {
  /** Probes to send; all, where the lab is to be judged. */
  readonly probes?: readonly string[]
  readonly kernel: { readonly name: 'uml' | 'host'; readonly reason: string }
  /** The engine's folder, and the one that takes the results of this round. */
  readonly from: string
  readonly out: string
  /** Counts rounds: attempts of different rounds come from different local ports. */
  readonly number: number
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
  const writers = [eventsWriter(wish.out), resultWriter(wish.out)]
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
  say(started(lab, [], wish.out, wish.kernel))
  try {
    return end(await play(world, lab, plan, wish, say))
  } catch (error) {
    if (error instanceof Stop) return end(error.outcome, error.problem)
    throw error
  }
}

async function play(world: LiveWorld, lab: Lab, plan: Plan, wish: RoundWish, say: Say): Promise<RunOutcome> {
  const { link } = world
  const { from, out } = wish
  const before = await step(say, 'state before', () => readState(link, lab))
  makeFolders(plan, from)
  await apply(link, lab, { ...plan, steps: plan.steps.filter(isCapture) }, say)
  const prepare = () => apply(link, lab, { ...plan, steps: [forgetting(lab)] }, say)
  const seen = await playRound(link, lab, plan, say, { firstPort: firstPort(plan, wish.number), prepare })
  const judging = async (): Promise<RunOutcome> => {
    if (wish.probes === undefined) return judgeSeen(lab, { ...seen, before }, { from, out }, say)
    showSeen(lab, { ...seen, before }, { from, out }, say)
    const all = seen.probes.flatMap(({ attempts }) => attempts)
    return all.every(({ outcome }) => outcome === 'answered') ? 'pass' : 'fail'
  }
  return step(say, TITLES.judge, judging)
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

const isCapture = ({ operations }: Step): boolean => operations[0]?.kind === 'capture'

/** The lab with some of its probes alone, and without its timeline. */
function roundOf(lab: Lab, names: readonly string[] | undefined): { lab: Lab; plan: Plan } {
  if (names === undefined) return { lab, plan: buildPlan(lab) }
  const { timeline: _, ...timeless } = lab
  const probes = lab.probes.filter(({ name }) => names.includes(name))
  const some = { ...timeless, probes }
  return { lab: some, plan: buildPlan(some) }
}

/** A lab's promises begin with nobody knowing anybody: neighbours, exceptions of routes (ICMP redirects, path MTUs). */
function forgetting(lab: Lab): Step {
  return {
    title: 'caches emptied',
    reason: 'What earlier traffic has taught the nodes would hide how they learn it.',
    operations: lab.nodes.map(({ name }) => ({
      kind: 'ip',
      namespace: name,
      lines: [
        ['neighbour', 'flush', 'all'],
        ['route', 'flush', 'cache'],
      ],
    })),
  }
}

/** Ports that attempts may come from: below them are FIRST_PROBE_PORT's own, above none (tcp(7)). */
const MOST_PORTS = 20_000

function firstPort(plan: Plan, number: number): number {
  const most = plan.probes.reduce((sum, probe) => sum + attemptCount(probe), 0)
  return FIRST_PROBE_PORT + ((number * most) % Math.max(1, MOST_PORTS - most))
}
