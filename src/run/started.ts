import { EVENTS_VERSION, type RunEventBody, type RunStarted } from '../events/types.ts'
import type { ChosenKernel } from '../kernel/types.ts'
import { describeEvent } from '../lab/timeline/describe.ts'
import type { Timeline } from '../lab/timeline/types.ts'
import type { Lab } from '../lab/types.ts'

/** The first event of a run, which says what is to come. */
export function started(
  lab: Lab,
  steps: readonly string[],
  out: string,
  kernel?: Pick<ChosenKernel, 'name' | 'reason' | 'clock'>,
): RunEventBody {
  const { change } = lab
  const delays = lab.networks.flatMap(({ name, delayUs }) => (delayUs ? [[name, delayUs] as const] : []))
  return {
    type: 'run-started',
    version: EVENTS_VERSION,
    startedAt: new Date().toISOString(),
    lab: lab.name,
    title: lab.title,
    file: lab.file,
    seed: lab.seed,
    steps,
    out,
    ...(kernel && { kernel: kernel.name, kernelReason: kernel.reason, clock: kernel.clock }),
    ...(delays.length > 0 && { delays: Object.fromEntries(delays) }),
    ...(lab.timeline && { timeline: announced(lab.timeline) }),
    ...(change && { change: { name: change.name, kind: change.kind, title: change.title } }),
  }
}

function announced({ lastsMs, events }: Timeline): NonNullable<RunStarted['timeline']> {
  const told = events.map((event) => ({ event: event.name, atMs: event.atMs, text: describeEvent(event) }))
  return { lastsMs, events: told }
}
