import { z } from 'zod'
import type { DaemonSpec } from '../types.ts'
import { portSchema } from './port.ts'

/** Settings of each kind of daemon. A new kind is a key here, a kind in DaemonSpec and a plan for it. */
const kinds = {
  http: portSchema.describe('Port of an HTTP server that names its node in every answer'),
}

const DEFAULTS = { http: 80 } as const

export const serveSchema = z
  .union([z.enum(['http']), z.strictObject(kinds)])
  .describe('Daemons of the node: http for one on port 80, { http: 8080 } for another port')

export function resolveDaemons(serve: z.output<typeof serveSchema> | undefined): DaemonSpec[] {
  if (serve === undefined) return []
  const port = typeof serve === 'string' ? DEFAULTS[serve] : serve.http
  return [{ kind: 'http', port }]
}
