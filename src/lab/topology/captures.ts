import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Host } from './host.ts'
import { missingTunnel } from './tunnels.ts'

/** Devices that are captured only where a lab asks: what crosses them has been on no link, or will be seen there. */
const device = z.enum(['lo', 'tunl0', 'gre0'])

export const captureSchema = z
  .union([z.literal('none'), device, z.array(device).min(1)])
  .describe(
    'Devices to capture on beside the links: lo shows what a node says to itself, tunl0 and gre0 what came ' +
      'out of a tunnel; none for no capture on this node at all',
  )

/**
 * Names of the devices, links first, each once. A device that is down is left out: it carries nothing, and cannot be
 * captured.
 */
export function resolveCaptures(
  given: z.output<typeof captureSchema> | undefined,
  host: Host,
  findings: Findings,
): string[] {
  if (given === 'none') return []
  const wanted = given === undefined ? [] : [...new Set([given].flat())]
  const further = wanted.filter((name) => {
    const tunnel = host.tunnels.find((one) => one.name === name)
    if (name !== 'lo' && !tunnel)
      findings.error([...host.path, 'capture'], `"${host.role}" has no device ${name}`, {
        remedy: missingTunnel(name),
      })
    return name === 'lo' || tunnel?.up
  })
  return [...host.links.map(({ device }) => device), ...further]
}
