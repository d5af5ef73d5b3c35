import { z } from 'zod'
import { endpointOf } from '../probes/target.ts'
import type { Path } from '../text/tree.ts'
import { namesOf, probeNamed, type Setting } from './setting.ts'
import type { SameBytesExpectation } from './types.ts'

export const sameBytesSchema = z.strictObject({
  probe: z.string().describe('Probe whose connections are compared'),
  across: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe('Balancer, or those of which each connection passes one: roles or nodes'),
})

export function resolveSameBytes(
  input: z.output<typeof sameBytesSchema>,
  path: Path,
  setting: Setting,
): SameBytesExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  const across = namesOf(input.across, [...path, 'across'], setting)
  if (probe && endpointOf(probe).protocol !== 'tcp')
    return setting.findings.error([...path, 'probe'], `a ${probe.kind} probe has no stream of octets`)
  return probe && { kind: 'same-bytes', probe: probe.name, across }
}
