import type { Taken } from '../kernel/engines.ts'
import type { EngineLink } from '../kernel/link.ts'
import type { Lab } from '../lab/types.ts'
import { mendCommands } from '../plan/event.ts'
import { renderScript } from '../plan/script.ts'
import type { Plan } from '../plan/types.ts'
import { watchedDaemons, watchedNodes } from '../plan/watched.ts'
import { type HelloValue, type ObserveValue, PROTOCOL_VERSION } from '../protocol/messages.ts'
import type { CaptureRecord, Happened, ProbeResult } from '../verdict/types.ts'
import { doActs } from './acts.ts'
import { type Say, StepSequence, step } from './steps.ts'
import { orStop, Stop } from './stop.ts'

/** Titles of the steps around those of the plan, in order. */
export const TITLES = {
  kernel: 'kernel',
  watch: 'captures live',
  release: 'unfinished probes',
  observe: 'kernel state',
  drain: 'captures read out',
  judge: 'verdicts',
} as const

/** What an engine was seen to do: raw material for evidence. */
export interface Seen {
  readonly probes: readonly ProbeResult[]
  readonly happened: readonly Happened[]
  readonly state: ObserveValue
  readonly captures: readonly CaptureRecord[]
}

/** Every deadline of the engine's own waits, in milliseconds; generous, for machines that are busy. */
const WAIT_MS = 20_000
const APPLY_MS = 120_000

/** Takes an engine through one run of a lab: apply, watch, probe, observe, drain. */
export async function drive(take: () => Promise<Taken>, lab: Lab, plan: Plan, say: Say): Promise<Seen> {
  const { link } = await step(say, TITLES.kernel, () => greet(take), describeKernel)
  await apply(link, lab, plan, say)
  await step(say, TITLES.watch, () => watch(link, plan))
  say({ type: 'capture-started', points: plan.captures.map(({ point }) => point) })
  const done = await doActs(link, plan, lab, say)
  const probes = isHolding(plan) ? await release(link, done.probes, say) : done.probes
  const state = await step(say, TITLES.observe, () => readState(link, lab))
  const captures = await step(say, TITLES.drain, () => drain(link, lab))
  return { probes, happened: done.happened, state, captures }
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

async function greet(take: () => Promise<Taken>): Promise<Taken & HelloValue> {
  const taken = await take()
  return { ...taken, ...orStop(await taken.link.call('hello', { version: PROTOCOL_VERSION })) }
}

function describeKernel({ kernel, past }: Taken & HelloValue): string {
  if (past === 'none') return kernel
  return past === 'used' ? `${kernel}, used before` : `${kernel}, instead of a used one: ${past.refused}`
}

async function apply(link: EngineLink, lab: Lab, plan: Plan, say: Say): Promise<void> {
  const sequence = new StepSequence(say)
  link.onStep = (index) => sequence.begin(plan.steps[index]?.title ?? `step ${index}`)
  orStop(await link.call('apply', { script: renderScript(plan, lab), timeoutMs: APPLY_MS }))
  sequence.end()
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

async function readState(link: EngineLink, lab: Lab): Promise<ObserveValue> {
  const nodes = lab.nodes.map((node) => ({
    ...{ node: node.name, ipvs: node.ipvs.length > 0 },
    filters: [...new Set(node.netfilter.map(({ family }) => family))],
    daemons: watchedDaemons(lab, node),
    monitored: watchedNodes(lab).includes(node),
  }))
  const networks = lab.networks.map(({ name, bridge }) => ({ network: name, bridge }))
  const sysctls = [...new Set(lab.nodes.flatMap((node) => Object.keys(node.sysctls)))]
  return orStop(await link.call('observe', { nodes, networks, sysctls }))
}
