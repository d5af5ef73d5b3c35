import { z } from 'zod'
import { DURATION } from './duration.ts'

const probeSchema = z.strictObject({
  from: z.string().describe('Node that sends'),
  times: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('How often, one after the other; if not given, two rounds of a virtual service, else 1'),
  timeout: z
    .string()
    .regex(DURATION, 'a duration such as 500ms or 3s')
    .optional()
    .describe('Deadline of each attempt, for example 500ms or 3s; 2s if not given'),
  source: z.string().optional().describe('Source address to bind: one of the node'),
  http: z.string().optional().describe('URL to get; its host is an address or a node'),
  tcp: z.string().optional().describe('HOST:PORT to connect to, and to close at once'),
  ping: z.string().optional().describe('Address or node to send an ICMP echo request to'),
})

/** What a probe does is told by the one of these keys that it has. */
export const PROBE_KINDS = ['http', 'tcp', 'ping'] as const

export const probesSchema = z
  .record(z.string(), probeSchema)
  .describe('Traffic by name, sent in this order; each probe has one of http, tcp, ping')

export type ProbeSpec = z.output<typeof probeSchema>
