import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { parseDuration } from './duration.ts'
import type { ProbeSpec } from './schema.ts'
import type { Probe } from './types.ts'

/** Each attempt has a local port of its own, and a probe no more of them than this. */
const MOST_ATTEMPTS = 10_000

/** What a probe that sends one attempt at a time takes. */
const SINGLE = ['times', 'hold', 'download', 'upload', 'background'] as const

/** How often a steady probe sends, and how many times that is in a timeline; nothing for all other probes. */
export function readSteady(
  { every }: ProbeSpec,
  path: Path,
  lastsMs: number | undefined,
  findings: Findings,
): Required<Pick<Probe, 'times' | 'everyMs'>> | undefined {
  if (every === undefined) return undefined
  const at = [...path, 'every']
  const single = SINGLE.find((key) => findings.keys(path).includes(key))
  if (single) return findings.error([...path, single], `a steady probe takes no ${single}`, { part: 'key' })
  if (lastsMs === undefined)
    return findings.lost(['timeline'])
      ? undefined
      : findings.error(at, 'this lab has no timeline during which it could send', { part: 'key' })
  const everyMs = parseDuration(every) ?? 0
  const times = Math.ceil(lastsMs / everyMs)
  if (times > MOST_ATTEMPTS)
    return findings.error(at, `one attempt each ${every} would be more than ${MOST_ATTEMPTS}`)
  return { everyMs, times }
}
