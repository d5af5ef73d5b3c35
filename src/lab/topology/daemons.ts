import { z } from 'zod'
import { SERVER_KINDS, type ServerKind } from '../vocabulary.ts'
import { portSchema } from './port.ts'
import type { DaemonSpec } from './types.ts'

const ports = (what: string) =>
  z
    .union([portSchema, z.array(portSchema).min(1)])
    .optional()
    .describe(what)

/** Settings of each kind of daemon. A new kind is a key here, a word in the vocabulary and a plan for it. */
const kinds: Record<ServerKind, ReturnType<typeof ports>> = {
  http: ports('Ports of an HTTP server that names its node in every answer'),
  https: ports('The same over TLS, with a certificate that nobody has signed'),
  udp: ports('Ports of a server that answers each datagram with the name of its node'),
  smtp: ports('Ports of an SMTP server that greets with the name of its node, and takes no mail'),
}

const pages = z
  .record(
    z.string().regex(/^\/[\w./~%+@=,-]*$/, 'a path such as /health, without a query'),
    z.union([z.string(), z.int().min(100).max(599)]),
  )
  .optional()
  .describe(
    'Of http and https: a page by its path, or a status to answer with; elsewhere the name of the node',
  )

const proxyProtocol = z
  .boolean()
  .optional()
  .describe('Of http and https: connections begin with the line in which a proxy tells whom it serves')

export const serveSchema = z
  .union([z.enum(['http']), z.strictObject({ ...kinds, pages, 'proxy-protocol': proxyProtocol })])
  .describe(
    'Daemons of the node: http for an HTTP server on port 80, { http: 8080, udp: 53 } for other ports and kinds',
  )

const WEB: readonly ServerKind[] = ['http', 'https']

export function resolveDaemons(serve: z.output<typeof serveSchema> | undefined): DaemonSpec[] {
  const wanted = serve === 'http' ? { http: 80 } : (serve ?? {})
  const { pages, 'proxy-protocol': proxied } = wanted
  const web = { ...(pages && { pages }), ...(proxied && { proxied }) }
  return SERVER_KINDS.flatMap((kind) => {
    const ports = wanted[kind]
    return ports === undefined ? [] : [{ kind, ports: [ports].flat(), ...(WEB.includes(kind) ? web : {}) }]
  })
}
