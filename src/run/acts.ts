import type { EngineLink } from '../kernel/link.ts'
import type { Action } from '../lab/probes/types.ts'
import type { Lab } from '../lab/types.ts'
import { renderTimelineScript } from '../plan/script.ts'
import { type Act, type PortedProbe, sequenceOf } from '../plan/sequence.ts'
import type { Plan } from '../plan/types.ts'
import type { Happened, ProbeResult } from '../verdict/types.ts'
import { withAnswers } from './steady-dns.ts'
import { type Say, step } from './steps.ts'
import { orStop, Stop } from './stop.ts'

/** What came of probes and timeline. */
export interface Done {
  readonly probes: readonly ProbeResult[]
  readonly happened: readonly Happened[]
}

/** Title of the step in which an act is done. */
export function actTitle(act: Act): string {
  if (act.kind === 'run') return `run ${act.action.name}`
  return act.kind === 'timeline' ? 'timeline' : `probe ${act.probe.name}`
}

/** Does one act after the other; the local ports of attempts count up from `firstPort`. */
export async function doActs(
  link: EngineLink,
  plan: Plan,
  lab: Lab,
  say: Say,
  firstPort: number,
): Promise<Done> {
  const probes: ProbeResult[] = []
  const happened: Happened[] = []
  link.onHappened = (what) => {
    happened.push(what)
    say({ type: 'happened', what })
  }
  for (const act of sequenceOf(plan, firstPort)) {
    const done = await step(
      say,
      actTitle(act),
      () => doAct(link, act, lab),
      () => detailOf(act),
    )
    for (const result of done.filter(({ attempts }) => attempts.length > 0))
      say({ type: 'probe-ended', result })
    probes.push(...done)
  }
  return { probes, happened }
}

function detailOf(act: Act): string | undefined {
  return act.kind === 'run' ? act.action.argv.join(' ') : undefined
}

async function doAct(link: EngineLink, act: Act, lab: Lab): Promise<readonly ProbeResult[]> {
  switch (act.kind) {
    case 'run':
      return carryOut(link, act.action)
    case 'timeline':
      return passTime(link, act.probes, lab)
    case 'probe': {
      const { probe, firstPort } = act
      const attempts = orStop(await link.call('probe', { probe, firstPort }))
      return [{ probe: probe.name, from: probe.from, attempts }]
    }
  }
}

/** Beyond the timeline itself: for clients to start, for the last attempts to end, and for a busy machine. */
const TIMELINE_MARGIN_MS = 60_000

async function passTime(
  link: EngineLink,
  ported: readonly PortedProbe[],
  lab: Lab,
): Promise<readonly ProbeResult[]> {
  const probes = ported.map(({ probe: { name, from, times }, firstPort }) => ({
    name,
    from,
    times,
    firstPort,
  }))
  const longest = Math.max(0, ...ported.map(({ probe }) => probe.timeoutMs))
  const timeoutMs = (lab.timeline?.lastsMs ?? 0) + longest + TIMELINE_MARGIN_MS
  const script = renderTimelineScript(lab, ported)
  const results = orStop(await link.call('timeline', { script, probes, timeoutMs }))
  return withAnswers(
    results,
    ported.map(({ probe }) => probe),
  )
}

/** An action that fails ends the run: what comes after it would not be what the lab is about. */
async function carryOut(link: EngineLink, { name, from, argv, timeoutMs }: Action): Promise<[]> {
  const { status, stdout, stderr } = orStop(await link.call('exec', { node: from, argv, timeoutMs }))
  if (status === 0) return []
  const how = status === undefined ? `did not end in ${timeoutMs / 1000} s` : `ended with status ${status}`
  const message = `action ${name}: ${argv.join(' ')} ${how}`
  throw new Stop('error', { message, detail: (stderr + stdout).trim() })
}
