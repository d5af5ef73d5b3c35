import { z } from 'zod'

/** Version of result.json; it changes when a reader would have to. */
export const RESULT_VERSION = 1

const strings = z.array(z.string())
const frames = z
  .array(z.int().positive())
  .describe('Frames that show it, counted from 1 in capture.pcapng as Wireshark counts them')
const names = z.record(z.string(), z.string())

const problem = z.strictObject({
  message: z.string(),
  detail: z.string().optional().describe('Last lines of what failed'),
  remedy: z.string().optional(),
})

const diagnosis = z.strictObject({
  cause: z.string().describe('Stable name of the cause, for example arp-ignore'),
  nodes: strings.describe('Nodes at fault'),
  divergence: z.string().optional().describe('Where packets first left the promised path'),
  text: z.string(),
  remedy: z.string().optional(),
})

const verdict = z.strictObject({
  expectation: z.string().describe('Id of the expectation, as `lvslab expect` prints it'),
  title: z.string(),
  status: z.enum(['pass', 'fail', 'inconclusive', 'error']),
  expected: z.string(),
  observed: z.string(),
  frames,
  diagnosis: diagnosis.optional(),
})

const outcome = z
  .enum(['answered', 'refused', 'reset', 'unreachable', 'timeout', 'damaged', 'unresolved', 'untrusted'])
  .describe('damaged: what arrived is not the body that was sent')

const end = {
  outcome,
  server: z.string().optional().describe('Node that the answer named as its server'),
  milliseconds: z.number(),
  error: z.string().optional(),
}

const body = z.strictObject({ octets: z.int(), sha256: z.string() })

const EPOCH = "milliseconds since 1970-01-01 UTC by the kernel's clock"
const time = z.number()

const timeline = z.strictObject({
  happened: z.array(
    z.strictObject({
      event: z.string().describe('Name of the event, or begin'),
      at: time.describe(EPOCH),
      milliseconds: z.number().describe('How long it took to bring it about'),
    }),
  ),
  addresses: z
    .array(
      z.strictObject({
        at: time.describe(EPOCH),
        node: z.string(),
        interface: z.string(),
        cidr: z.string(),
        change: z.enum(['gained', 'lost']),
      }),
    )
    .describe('Addresses that watched nodes gained and lost, by the word of their kernels'),
})

const probe = z.strictObject({
  probe: z.string(),
  from: z.string().describe('Node that sent'),
  attempts: z.array(
    z.strictObject({
      ...end,
      status: z.int().optional().describe('HTTP status'),
      verified: z
        .boolean()
        .optional()
        .describe("Over TLS: whether the certificate verified against the lab's authority"),
      localPort: z.int().optional(),
      dns: z
        .strictObject({ status: z.string().describe('Response code'), answers: strings })
        .optional()
        .describe('What a name server answered, of the records that were asked for'),
      at: time.optional().describe(`When it began, if its probe is steady: ${EPOCH}`),
      transfer: z
        .strictObject({
          direction: z.enum(['download', 'upload']),
          sent: body,
          arrived: body.optional().describe('Absent where nothing came'),
        })
        .optional()
        .describe('A body at both ends of its way'),
      afterwards: z
        .strictObject(end)
        .optional()
        .describe('How the connection ended that was held until after the last probe'),
    }),
  ),
})

const hop = z.strictObject({
  text: z.string().describe('srcMAC:dstMAC/srcIP:dstIP, names for addresses'),
  ttl: z.int().optional().describe('TTL or hop limit of the innermost packet'),
  changes: z.array(z.strictObject({ field: z.string(), from: z.string(), to: z.string() })),
  points: strings.describe('Capture points that saw it, node:interface'),
  frames,
})

const journey = z.strictObject({
  id: z.int().positive(),
  kind: z.enum(['arp', 'nd', 'tcp', 'udp', 'icmp', 'other']),
  summary: z.string(),
  disposition: z.enum(['received', 'lost', 'looped', 'broadcast', 'unknown']),
  exchange: z.int().optional(),
  hops: z.array(hop),
})

const modeSchema = z
  .enum(['dr', 'nat', 'fullnat', 'tun-ipip', 'tun-gre', 'tun-gue', 'local', 'proxy', 'none'])
  .describe('Forwarding mode, told from packets alone')

const exchange = z.strictObject({
  id: z.int().positive(),
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  source: z.string(),
  sourcePort: z.int(),
  destination: z.string(),
  destinationPort: z.int(),
  tiers: z
    .array(z.strictObject({ mode: modeSchema, director: z.string(), server: z.string().optional() }))
    .describe('Every balancer on the way, in order'),
  mode: modeSchema,
  director: z.string().optional(),
  upstream: z.int().optional().describe('Exchange that a proxy opened to serve this one'),
  server: z.string().optional(),
})

const capture = z.strictObject({
  point: z.string().describe('node:interface'),
  live: z.boolean().describe('The sentinel sent before the first probe was captured'),
  drained: z.boolean().describe('The sentinel sent after the last probe was captured'),
  dropped: z.int().optional().describe('Packets that the kernel dropped; absent when tcpdump did not say'),
  frames: z.int(),
})

/** What result.json holds: the outcome of one run, with everything that it rests on. */
export const resultSchema = z
  .strictObject({
    version: z.literal(RESULT_VERSION),
    outcome: z.enum(['pass', 'fail', 'inconclusive', 'error', 'unsupported', 'interrupted']),
    lab: z.string(),
    title: z.string(),
    file: z.string().describe('Absolute path of lab.yaml'),
    change: z
      .strictObject({ name: z.string(), kind: z.enum(['fault', 'variant']), title: z.string() })
      .optional()
      .describe('Absent for the healthy lab'),
    seed: z.string(),
    kernel: z
      .strictObject({ name: z.enum(['uml', 'host']), reason: z.string(), clock: z.enum(['real', 'virtual']) })
      .optional()
      .describe('Absent when none could be had'),
    startedAt: z.iso.datetime(),
    milliseconds: z.number(),
    problem: problem.optional().describe('Present where the outcome is error or unsupported'),
    verdicts: z.array(verdict),
    probes: z.array(probe),
    timeline: timeline.optional().describe('What happened, where the lab has a timeline'),
    names: z
      .strictObject({ macs: names, addresses: names })
      .describe('MAC address to node, IP address to role'),
    exchanges: z.array(exchange),
    journeys: z.array(journey),
    captures: z.array(capture),
    artifacts: strings.describe('Files of the run, relative to the folder of result.json'),
  })
  .meta({ title: 'lvslab result', description: 'Outcome of one run of a lab, written as result.json' })

export type Result = Immutable<z.infer<typeof resultSchema>>

type Immutable<T> = T extends (infer Element)[]
  ? readonly Immutable<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T

/** The schema as JSON Schema (draft 2020-12). */
export const resultJsonSchema = (): object => z.toJSONSchema(resultSchema)
