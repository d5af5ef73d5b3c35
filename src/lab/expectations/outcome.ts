import { parseDuration } from '../probes/duration.ts'
import type { Path } from '../text/tree.ts'
import type { OutcomeInput } from './schema.ts'
import { namesOf, probeNamed, type Setting } from './setting.ts'
import type { OutcomeExpectation } from './types.ts'

/** Probes whose answers name the server. */
const NAMING: readonly string[] = ['http', 'udp', 'mysql']

export function resolveOutcome(
  input: OutcomeInput,
  path: Path,
  setting: Setting,
): OutcomeExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  const by = input.by === undefined ? undefined : namesOf(input.by, [...path, 'by'], setting)
  if (probe?.kind === 'arp')
    return setting.findings.error(path, 'what comes of an arp probe is promised by arp-ignore')
  const told = probe && NAMING.includes(probe.kind) && input.is === 'answered'
  if (by && probe && !told)
    setting.findings.error(
      [...path, 'by'],
      'only an answer to an http, udp or mysql probe tells whom it is by',
      {
        part: 'key',
      },
    )
  const withinMs = input.within === undefined ? undefined : parseDuration(input.within)
  return (
    probe && {
      ...{ kind: 'outcome', probe: probe.name, outcome: input.is },
      ...(by ? { by } : {}),
      ...(withinMs === undefined ? {} : { withinMs }),
    }
  )
}
