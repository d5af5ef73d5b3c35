import { z } from 'zod'
import type { TunnelDevice } from '../types.ts'
import { portSchema } from './port.ts'

const DEVICES = ['tunl0', 'gre0'] as const

const device = z.enum(DEVICES)

export const tunnelsSchema = z
  .union([device, z.array(device).min(1), z.partialRecord(device, z.enum(['up', 'down']))])
  .describe(
    'Devices that unwrap what comes through a tunnel: tunl0 (IP in IP, and GUE), gre0; or { tunl0: down }',
  )

export const gueSchema = portSchema.describe(
  'UDP port whose packets the kernel unwraps (ip fou add port PORT gue)',
)

type TunnelsSpec = z.output<typeof tunnelsSchema>

export function resolveTunnels(spec: TunnelsSpec | undefined): TunnelDevice[] {
  if (spec === undefined) return []
  if (typeof spec === 'string' || Array.isArray(spec))
    return [...new Set([spec].flat())].map((name) => ({ name, up: true }))
  return DEVICES.flatMap((name) => (spec[name] ? [{ name, up: spec[name] === 'up' }] : []))
}
