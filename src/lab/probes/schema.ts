import { z } from 'zod'
import { RECORD_TYPES } from './dns-words.ts'
import { DURATION } from './duration.ts'
import { SIZE } from './size.ts'

const size = z.string().regex(SIZE, 'a size such as 0 B, 100 kB or 10 MB')

const probeSchema = z.strictObject({
  from: z.string().describe('Node that sends, or in which a command runs'),
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
    .describe('Deadline of each attempt, for example 500ms or 3s; 2s if not given, 20s for a command'),
  every: z
    .string()
    .regex(DURATION, 'a duration such as 50ms')
    .optional()
    .describe('With http, tcp, udp and dns: send all through the timeline, an attempt each 50ms for example'),
  source: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('Addresses of the node to send from, in turn; each means all of them'),
  http: z
    .string()
    .optional()
    .describe('URL to get, http or https; its host is an address, a node, or a DNS name, which has a dot'),
  at: z
    .string()
    .optional()
    .describe(
      'With http: address, or node, at which the name in the URL is taken to be; nobody is asked for it',
    ),
  tcp: z.string().optional().describe('HOST:PORT to connect to, and to close at once'),
  udp: z.string().optional().describe('HOST:PORT to send a datagram to, and to wait for one from'),
  mysql: z.string().optional().describe('HOST:PORT of a MySQL server, which is asked for its name'),
  ping: z.string().optional().describe('Address or node to send an ICMP echo request to'),
  arp: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('Addresses, nodes or roles to ask the LAN for by ARP, all at once'),
  dns: z.string().optional().describe('DNS name to ask for'),
  type: z
    .enum(RECORD_TYPES)
    .optional()
    .describe('With dns: type of the records that are asked for; A if not given'),
  server: z
    .string()
    .optional()
    .describe(
      'With dns: name server that is asked, an address or a node; the resolver of its node if not given',
    ),
  run: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional()
    .describe('Command and its arguments, run between probes; NODE and NODE:PORT stand for addresses'),
  download: size.optional().describe('With http: get a body of this size, and compare it with what was sent'),
  upload: size.optional().describe('With http: put a body of this size, and compare what arrived with it'),
  rate: size.optional().describe('With download: octets a second, for example 100 kB'),
  background: z
    .boolean()
    .optional()
    .describe('With http: go on while later probes and the timeline pass, until the last probe has ended'),
  hold: z
    .boolean()
    .optional()
    .describe('With http and tcp: keep connections open until the last probe has ended, and use them again'),
})

/** What a probe does is told by the one of these keys that it has; each with the keys that only some take. */
export const PROBE_KINDS = {
  http: ['at', 'times', 'every', 'source', 'download', 'upload', 'rate', 'background', 'hold'],
  tcp: ['times', 'every', 'source', 'hold'],
  udp: ['times', 'every', 'source'],
  mysql: ['times'],
  ping: ['times', 'source'],
  arp: ['source'],
  dns: ['type', 'server', 'times', 'every', 'source'],
  run: [],
} as const

export type ProbeKind = keyof typeof PROBE_KINDS

export const probesSchema = z
  .record(z.string(), probeSchema)
  .describe(
    `What happens, by name and in this order; each probe has one of ${Object.keys(PROBE_KINDS).join(', ')}`,
  )

export type ProbeSpec = z.output<typeof probeSchema>
