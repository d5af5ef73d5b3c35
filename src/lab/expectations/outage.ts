import { z } from 'zod'
import type { Probe } from '../probes/types.ts'
import type { Path } from '../text/tree.ts'
import { probeNamed, type Setting } from './setting.ts'
import { parseSpan, spanSchema } from './span.ts'
import type { OutageExpectation } from './time-types.ts'
import { afterSchema, readTimed } from './timed.ts'

export const outageSchema = z.strictObject({
  probe: z.string().describe('Steady probe that measures it'),
  after: afterSchema.optional(),
  within: spanSchema.describe(
    'How long requests may be lost: at most 4.2s, from 2.5-4.2s, or none; from the first that is lost to the next that is answered',
  ),
})

/** TCP sends a SYN again after so long (RFC 6298, section 2): then an outage answers late what it should lose. */
const LONGEST_TIMEOUT_MS = 1000

export function resolveOutage(
  input: z.output<typeof outageSchema>,
  path: Path,
  setting: Setting,
): OutageExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  const everyMs = probe && steadyRate(probe, [...path, 'probe'], setting)
  const timed = readTimed(input.after, path, setting)
  const within = parseSpan(input.within)
  if (!within) return setting.findings.error([...path, 'within'], `"${input.within}" is no range of times`)
  if (!probe || everyMs === undefined || !timed) return undefined
  return { kind: 'outage', probe: probe.name, everyMs, within, ...timed }
}

/** Milliseconds between the attempts of a probe that has to be steady. */
export function steadyRate(probe: Probe, path: Path, { findings }: Setting): number | undefined {
  const { kind, name, everyMs, timeoutMs } = probe
  if (everyMs === undefined)
    return findings.error(path, `probe "${name}" is not steady`, {
      remedy: 'Give it every, such as every: 50ms.',
    })
  if (timeoutMs <= LONGEST_TIMEOUT_MS || kind === 'udp' || kind === 'dns') return everyMs
  const remedy = 'Give it timeout: 1s: TCP asks again after 1 s, and is answered when the outage is over.'
  return findings.error(path, `probe "${name}" waits ${timeoutMs / 1000} s for an answer`, { remedy })
}
