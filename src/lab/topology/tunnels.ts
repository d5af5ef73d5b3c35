import { z } from 'zod'
import { portSchema } from './port.ts'
import type { TunnelDevice } from './types.ts'

const DEVICES = ['tunl0', 'gre0'] as const

const device = z.enum(DEVICES)

const state = z
  .enum(['up', 'down'])
  .optional()
  .describe('Whether the device is up; one that is not named is down as well, but cannot have addresses')

export const tunnelsSchema = z
  .union([device, z.array(device).min(1), z.strictObject({ tunl0: state, gre0: state })])
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

export function isTunnel(name: string): boolean {
  return (DEVICES as readonly string[]).includes(name)
}

/** What to do where a node is asked for a device that the lab has not given it. */
export function missingTunnel(name: string): string {
  return `Give it one with tunnels: ${name}.`
}
