import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { portSchema } from './port.ts'
import type { Encapsulation } from './virtual-service.ts'

const TYPES = ['ipip', 'gre', 'gue'] as const

const settings = z.strictObject({
  type: z.enum(TYPES).describe('Encapsulation (ipvsadm --tun-type)'),
  port: portSchema.optional().describe('UDP port that the real servers unwrap GUE at'),
  checksum: z
    .boolean()
    .optional()
    .describe('GRE and GUE: with a checksum of their own; without if not given'),
})

export const encapsulationSchema = z
  .union([z.enum(TYPES), settings])
  .describe('With forward: tun, what packets are wrapped in: ipip (the default), gre, or gue with its port')

export type EncapsulationSpec = z.output<typeof encapsulationSchema>

const EXAMPLE = '{ type: gue, port: 6080 }'

/** What is not said of an encapsulation filled in; undefined after a mistake. */
export function resolveEncapsulation(
  spec: EncapsulationSpec,
  path: Path,
  findings: Findings,
): Encapsulation | undefined {
  const { type, port, checksum } = typeof spec === 'string' ? settings.parse({ type: spec }) : spec
  if (type !== 'gue' && port !== undefined)
    return findings.error([...path, 'port'], `only gue has a port, not ${type}`, { part: 'key' })
  if (type === 'ipip')
    return checksum === undefined
      ? { type }
      : findings.error([...path, 'checksum'], 'ipip has no checksum', { part: 'key' })
  if (type === 'gre') return { type, checksum: checksum ?? false }
  if (port !== undefined) return { type, port, checksum: checksum ?? false }
  return findings.error(path, 'gue needs a port', { remedy: `For example tunnel: ${EXAMPLE}.` })
}
