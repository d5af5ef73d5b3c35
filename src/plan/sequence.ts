import type { Action, Probe } from '../lab/probes/types.ts'
import { attemptCount } from './probe.ts'
import type { Plan } from './types.ts'

/** Local ports of probes count up from here, so that each attempt can be told from its packets. */
export const FIRST_PROBE_PORT = 40001

/** A probe, and the local port of its first attempt. */
export interface PortedProbe {
  readonly probe: Probe
  readonly firstPort: number
}

/** What is done after the captures are live, one after the other. */
export type Act =
  | { readonly kind: 'run'; readonly action: Action }
  | ({ readonly kind: 'probe' } & PortedProbe)
  /** The events, and all steady probes side by side. */
  | { readonly kind: 'timeline'; readonly probes: readonly PortedProbe[] }

/** Probes and actions in the order of the lab; the timeline where the first steady probe stands, or last. */
export function sequenceOf(
  { probes, timeline }: Pick<Plan, 'probes' | 'timeline'>,
  firstPort = FIRST_PROBE_PORT,
): Act[] {
  let port = firstPort
  const steady: PortedProbe[] = []
  const acts = probes.flatMap((probe): Act[] => {
    if (probe.kind === 'run') return [{ kind: 'run', action: probe }]
    const ported = { probe, firstPort: port }
    port += attemptCount(probe)
    if (probe.everyMs === undefined) return [{ kind: 'probe', ...ported }]
    return steady.push(ported) === 1 ? [{ kind: 'timeline', probes: steady }] : []
  })
  return timeline && steady.length === 0 ? [...acts, { kind: 'timeline', probes: steady }] : acts
}
