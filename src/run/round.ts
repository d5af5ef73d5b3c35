import type { EngineLink } from '../kernel/link.ts'
import type { Lab } from '../lab/types.ts'
import { settleCommand } from '../plan/delay.ts'
import { mendCommands } from '../plan/event.ts'
import { FIRST_PROBE_PORT } from '../plan/sequence.ts'
import type { Plan } from '../plan/types.ts'
import type { ObserveValue } from '../protocol/messages.ts'
import type { CaptureRecord, Happened, ProbeResult } from '../verdict/types.ts'
import { doActs } from './acts.ts'
import { readState } from './state.ts'
import { type Say, step } from './steps.ts'
import { orStop, Stop } from './stop.ts'
import { TITLES } from './titles.ts'

/** What an engine was seen to do: raw material for evidence. */
export interface Seen {
  readonly probes: readonly ProbeResult[]
  readonly happened: readonly Happened[]
  readonly state: ObserveValue
  /** Kernel state before the round, where the kernel had a past: counters count from there. */
  readonly before?: ObserveValue
  readonly captures: readonly CaptureRecord[]
}

/** Every deadline of the engine's own waits, in milliseconds; generous, for machines that are busy. */
export const WAIT_MS = 20_000

export interface RoundOptions {
  /** Local port of the first attempt. */
  readonly firstPort?: number
  /** What comes first once the captures are live. */
  readonly prepare?: () => Promise<void>
  /** Whether kernel state is read before the probes as well: counters count from there, and tables can be compared. */
  readonly before?: boolean
}

/** In a world whose captures have been started: watch, probe, observe, drain. */
export async function playRound(
  link: EngineLink,
  lab: Lab,
  plan: Plan,
  say: Say,
  { firstPort = FIRST_PROBE_PORT, prepare = async () => {}, before = false }: RoundOptions = {},
): Promise<Seen> {
  await step(say, TITLES.watch, () => watch(link, plan))
  await prepare()
  const past = before ? await step(say, TITLES.before, () => readState(link, lab)) : undefined
  say({ type: 'capture-started', points: plan.captures.map(({ point }) => point) })
  const done = await doActs(link, plan, lab, say, firstPort)
  const probes = isHolding(plan) ? await release(link, done.probes, say) : done.probes
  const state = await step(say, TITLES.observe, () => settled(link, lab))
  const captures = await step(say, TITLES.drain, () => drain(link, lab))
  return { probes, happened: done.happened, state, captures, ...(past && { before: past }) }
}

/** Longest that frames are waited for which are under way, in milliseconds: where traffic goes on, some always are. */
const SETTLE_MS = 5000

/** Kernel state once what was sent has come to its end: with delays, the last packets of a probe outlive it. */
async function settled(link: EngineLink, lab: Lab): Promise<ObserveValue> {
  const argv = settleCommand(lab)
  const { status = 0, stderr = '' } = argv
    ? orStop(await link.call('exec', { argv, timeoutMs: SETTLE_MS }))
    : {}
  if (status !== 0)
    throw new Stop('error', { message: 'nobody told what is under way', detail: stderr.trim() })
  return readState(link, lab)
}

async function drain(link: EngineLink, lab: Lab): Promise<readonly CaptureRecord[]> {
  for (const argv of mendCommands(lab)) {
    const { status, stderr } = orStop(await link.call('exec', { argv, timeoutMs: WAIT_MS }))
    if (status !== 0) throw new Stop('error', { message: `${argv.join(' ')} failed`, detail: stderr.trim() })
  }
  return orStop(await link.call('drain', { timeoutMs: WAIT_MS }))
}

/** Whether any probe keeps connections until the last one has ended, or goes on until then. */
export function isHolding({ probes }: Plan): boolean {
  return probes.some(
    (probe) => ('hold' in probe && probe.hold) || ('background' in probe && probe.background),
  )
}

async function watch(link: EngineLink, plan: Plan): Promise<void> {
  orStop(await link.call('watch', { points: plan.captures, timeoutMs: WAIT_MS }))
}

/** The results of all probes, those of held connections with how these ended, and those that were in the background. */
async function release(link: EngineLink, sent: readonly ProbeResult[], say: Say): Promise<ProbeResult[]> {
  const work = async () => orStop(await link.call('release', { timeoutMs: WAIT_MS }))
  const released = await step(say, TITLES.release, work)
  for (const result of released) say({ type: 'probe-ended', result })
  return sent.map((one) => released.find(({ probe }) => probe === one.probe) ?? one)
}
