import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import { probeNamed, type Setting } from './setting.ts'
import type { ClientSeenExpectation } from './types.ts'

export const clientSeenSchema = z.strictObject({
  probe: z.string().describe('Probe that it is about'),
  in: z
    .enum(['source', 'x-forwarded-for', 'proxy-protocol', 'nowhere'])
    .describe(
      'Source address of packets, the header that a proxy adds, the line that it says first, or nowhere',
    ),
})

export function resolveClientSeen(
  input: z.output<typeof clientSeenSchema>,
  path: Path,
  setting: Setting,
): ClientSeenExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  return probe && { kind: 'client-seen', probe: probe.name, in: input.in }
}
