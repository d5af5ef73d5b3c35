import type { Taken } from '../kernel/engines.ts'
import type { EngineLink } from '../kernel/link.ts'
import type { Action, Lab, Probe } from '../lab/types.ts'
import { attemptCount } from '../plan/probe.ts'
import { FIRST_PROBE_PORT, renderScript } from '../plan/script.ts'
import type { Plan } from '../plan/types.ts'
import { type HelloValue, type ObserveValue, PROTOCOL_VERSION } from '../protocol/messages.ts'
import type { CaptureRecord, ProbeResult } from '../verdict/types.ts'
import { type Say, StepSequence, step } from './steps.ts'
import { orStop, Stop } from './stop.ts'

/** Titles of the steps around those of the plan, in order. */
export const TITLES = {
  kernel: 'kernel',
  watch: 'captures live',
  release: 'held connections',
  observe: 'kernel state',
  drain: 'captures read out',
  judge: 'verdicts',
} as const

/** What an engine was seen to do: raw material for evidence. */
export interface Seen {
  readonly probes: readonly ProbeResult[]
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
  const sent = await sendProbes(link, plan, say)
  const probes = isHolding(plan) ? await release(link, sent, say) : sent
  const state = await step(say, TITLES.observe, () => readState(link, lab))
  const captures = await step(say, TITLES.drain, async () =>
    orStop(await link.call('drain', { timeoutMs: WAIT_MS })),
  )
  return { probes, state, captures }
}

export function probeTitle({ kind, name }: Probe | Action): string {
  return kind === 'run' ? `run ${name}` : `probe ${name}`
}

/** Whether any probe keeps connections until the last one has ended. */
export function isHolding({ probes }: Plan): boolean {
  return probes.some((probe) => 'hold' in probe && probe.hold)
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

/** One probe or action after the other, each probe from local ports of its own. */
async function sendProbes(link: EngineLink, plan: Plan, say: Say): Promise<ProbeResult[]> {
  const results: ProbeResult[] = []
  let firstPort = FIRST_PROBE_PORT
  for (const probe of plan.probes) {
    if (probe.kind === 'run') {
      await step(
        say,
        probeTitle(probe),
        () => act(link, probe),
        () => probe.argv.join(' '),
      )
      continue
    }
    const parameters = { probe, firstPort }
    const work = async () => orStop(await link.call('probe', parameters))
    const attempts = await step(say, probeTitle(probe), work)
    const result: ProbeResult = { probe: probe.name, from: probe.from, attempts }
    say({ type: 'probe-ended', result })
    results.push(result)
    firstPort += attemptCount(probe)
  }
  return results
}

/** An action that fails ends the run: what comes after it would not be what the lab is about. */
async function act(link: EngineLink, { name, from, argv, timeoutMs }: Action): Promise<void> {
  const { status, stdout, stderr } = orStop(await link.call('exec', { node: from, argv, timeoutMs }))
  if (status === 0) return
  const how = status === undefined ? `did not end in ${timeoutMs / 1000} s` : `ended with status ${status}`
  const message = `action ${name}: ${argv.join(' ')} ${how}`
  throw new Stop('error', { message, detail: (stderr + stdout).trim() })
}

/** The results of all probes, those of held connections with how these ended. */
async function release(link: EngineLink, sent: readonly ProbeResult[], say: Say): Promise<ProbeResult[]> {
  const work = async () => orStop(await link.call('release', { timeoutMs: WAIT_MS }))
  const released = await step(say, TITLES.release, work)
  for (const result of released) say({ type: 'probe-ended', result })
  return sent.map((one) => released.find(({ probe }) => probe === one.probe) ?? one)
}

async function readState(link: EngineLink, lab: Lab): Promise<ObserveValue> {
  const nodes = lab.nodes.map(({ name: node, ipvs, netfilter }) => ({
    ...{ node, ipvs: ipvs.length > 0 },
    filters: [...new Set(netfilter.map(({ family }) => family))],
  }))
  const networks = lab.networks.map(({ name, bridge }) => ({ network: name, bridge }))
  const sysctls = [...new Set(lab.nodes.flatMap((node) => Object.keys(node.sysctls)))]
  return orStop(await link.call('observe', { nodes, networks, sysctls }))
}
