import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import { steadyRate } from './outage.ts'
import { probeNamed, type Setting } from './setting.ts'
import { parseSpan, spanSchema } from './span.ts'
import type { TurnoverExpectation } from './time-types.ts'
import { afterSchema, readTimed } from './timed.ts'

const common = {
  probe: z.string().describe('Steady probe whose requests are handed out'),
  server: z.string().describe('Real server'),
  after: afterSchema,
}

export const leavesSchema = z.strictObject({
  ...common,
  within: spanSchema.describe('For how long it is still handed requests: at most 4s, or from 2-4s'),
})

export const joinsSchema = z.strictObject({
  ...common,
  within: spanSchema.describe('How long until it is handed the first request: at most 4s, or from 2-4s'),
})

/** A real server is given no more requests, or is given some again. */
export function resolveTurnover(
  kind: TurnoverExpectation['kind'],
  input: z.output<typeof leavesSchema>,
  path: Path,
  setting: Setting,
): TurnoverExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  const everyMs = probe && steadyRate(probe, [...path, 'probe'], setting)
  const server = setting.inventory.one(input.server, [...path, 'server'])?.name
  const timed = readTimed(input.after, path, setting)
  const within = parseSpan(input.within)
  if (!within) return setting.findings.error([...path, 'within'], `"${input.within}" is no range of times`)
  if (!probe || everyMs === undefined || server === undefined || !timed) return undefined
  return { kind, probe: probe.name, everyMs, server, within, ...timed, after: input.after }
}
