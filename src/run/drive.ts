import type { Taken } from '../kernel/engines.ts'
import type { EngineLink } from '../kernel/link.ts'
import type { Lab } from '../lab/types.ts'
import { renderScript } from '../plan/script.ts'
import type { Plan } from '../plan/types.ts'
import { type HelloValue, PROTOCOL_VERSION } from '../protocol/messages.ts'
import { playRound, type Seen } from './round.ts'
import { type Say, StepSequence, step } from './steps.ts'
import { orStop } from './stop.ts'
import { TITLES } from './titles.ts'

/** For the script of a plan, in milliseconds. */
const APPLY_MS = 120_000

/** Takes an engine through one run of a lab: apply, watch, probe, observe, drain. */
export async function drive(
  take: () => Promise<Taken>,
  lab: Lab,
  plan: Plan,
  say: Say,
  before = false,
): Promise<Seen> {
  const link = await begin(take, say)
  await apply(link, lab, plan, say)
  return playRound(link, lab, plan, say, { before })
}

/** An engine that has answered. */
export async function begin(take: () => Promise<Taken>, say: Say): Promise<EngineLink> {
  return (await step(say, TITLES.kernel, () => greet(take), describeKernel)).link
}

async function greet(take: () => Promise<Taken>): Promise<Taken & HelloValue> {
  const taken = await take()
  return { ...taken, ...orStop(await taken.link.call('hello', { version: PROTOCOL_VERSION })) }
}

function describeKernel({ kernel, past }: Taken & HelloValue): string {
  if (past === 'none') return kernel
  return past === 'used' ? `${kernel}, used before` : `${kernel}, instead of a used one: ${past.refused}`
}

/** Has the engine carry out the steps of a plan. */
export async function apply(link: EngineLink, lab: Lab, plan: Plan, say: Say): Promise<void> {
  const sequence = new StepSequence(say)
  link.onStep = (index) => sequence.begin(plan.steps[index]?.title ?? `step ${index}`)
  orStop(await link.call('apply', { script: renderScript(plan, lab), timeoutMs: APPLY_MS }))
  sequence.end()
}
