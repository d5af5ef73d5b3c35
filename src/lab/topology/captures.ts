import { z } from 'zod'

/** Devices that are captured only where a lab asks: what crosses them has been on no link, or will be seen there. */
const device = z.enum(['lo'])

export const captureSchema = z
  .union([device, z.array(device).min(1)])
  .describe('Devices to capture on beside the links: lo shows what a node says to itself')

/** Names of the devices, each once. */
export function resolveCaptures(given: z.output<typeof captureSchema> | undefined): string[] {
  return given === undefined ? [] : [...new Set([given].flat())]
}
