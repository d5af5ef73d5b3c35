import { z } from 'zod'
import type { DaemonSpec } from '../types.ts'
import { portSchema } from './port.ts'

/** Settings of each kind of daemon. A new kind is a key here, a kind in DaemonSpec and a plan for it. */
const kinds = {
  http: z
    .union([portSchema, z.array(portSchema).min(1)])
    .optional()
    .describe('Ports of an HTTP server that names its node in every answer'),
  udp: portSchema
    .optional()
    .describe('Port of a server that answers each datagram with the name of its node'),
}

export const serveSchema = z
  .union([z.enum(['http']), z.strictObject(kinds)])
  .describe(
    'Daemons of the node: http for an HTTP server on port 80, { http: 8080, udp: 53 } for other ports',
  )

export function resolveDaemons(serve: z.output<typeof serveSchema> | undefined): DaemonSpec[] {
  const { http, udp } = serve === 'http' ? { http: 80, udp: undefined } : (serve ?? {})
  return [
    ...(http === undefined ? [] : [{ kind: 'http' as const, ports: [http].flat() }]),
    ...(udp === undefined ? [] : [{ kind: 'udp' as const, ports: [udp] }]),
  ]
}
