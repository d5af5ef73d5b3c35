import { z } from 'zod'
import { DURATION } from '../probes/duration.ts'
import { MODE_PROMISES, SPREAD_SCHEDULERS } from '../vocabulary.ts'
import { arpAnnounceSchema, arpIgnoreSchema } from './arp.ts'
import { clientSeenSchema } from './client-seen.ts'
import { dnsSchema } from './dns.ts'
import { announcedSchema, holderSchema } from './holder.ts'
import { outageSchema } from './outage.ts'
import { routeSchema, sessionsSchema } from './routing.ts'
import { sameBytesSchema } from './same-bytes.ts'
import { translatedSchema } from './translated.ts'
import { joinsSchema, leavesSchema } from './turnover.ts'
import { vrrpSchema } from './vrrp.ts'

const MODES = Object.keys(MODE_PROMISES) as [keyof typeof MODE_PROMISES]
const names = z.union([z.string(), z.array(z.string()).min(1)])
const probe = z.string().describe('Probe that it is about')
const hops = z
  .array(z.string())
  .describe('Hops in order, written srcMAC:dstMAC/srcIP:dstIP; vlan 10 and ttl 63 may follow')

const modeSchema = z.strictObject({
  name: z.enum(MODES).describe('Forwarding mode'),
  as: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a lower-case name such as nat-1')
    .optional()
    .describe('What its ids begin with; the name of the mode if not given'),
  probe: probe.optional(),
  director: z.string().optional().describe('Node with the virtual service'),
  servers: names.optional().describe('Real servers: roles or nodes'),
})

const spreadSchema = z.strictObject({
  director: z.string().optional().describe('Node with the virtual service'),
  over: names.optional().describe('Real servers: roles or nodes; all of the service if not given'),
  scheduler: z.enum(SPREAD_SCHEDULERS).optional().describe("The service's own if not given"),
  probe: names.optional().describe('Probes that it is about, in order'),
  service: z
    .string()
    .optional()
    .describe('Virtual service as under ipvs, for example "fwmark 7"; the one that is asked if not given'),
})

const outcomeSchema = z.strictObject({
  probe,
  is: z
    .enum(['answered', 'refused', 'unreachable', 'timeout', 'unresolved', 'untrusted'])
    .describe('How each attempt must end'),
  by: names.optional().describe('Who must have answered: roles or nodes'),
  within: z
    .string()
    .regex(DURATION, 'a duration such as 500ms or 3s')
    .optional()
    .describe('How long each attempt may take at most, by the clock of its client'),
})

const hopsSchema = z.strictObject({
  probe: probe.optional(),
  request: hops.optional(),
  reply: hops.optional(),
})

const neverSchema = z.strictObject({
  at: z.string().describe('Capture point NODE:INTERFACE; NODE is enough if it has one interface'),
  hop: z.string().describe('Frame that must not be seen there, written srcMAC:dstMAC/srcIP:dstIP'),
})

/** What an expectation says is told by the one of these keys that it has. A new kind starts here. */
const expectationSchema = z.strictObject({
  mode: z
    .union([z.enum(MODES), modeSchema])
    .optional()
    .describe('Everything that a forwarding mode promises; what is not given follows from the topology'),
  spread: spreadSchema.optional().describe("How requests fall on the servers, by the scheduler's rule"),
  outcome: outcomeSchema.optional().describe('How a probe ends'),
  hops: hopsSchema.optional().describe('The exact hops of requests and replies'),
  dns: dnsSchema
    .optional()
    .describe('Every message of a lookup, in order: who asks whom, and what is answered'),
  never: neverSchema.optional().describe('A frame that must not be seen somewhere'),
  translated: translatedSchema
    .optional()
    .describe('A node translates one end of every request of a probe, and of its replies back'),
  'same-bytes': sameBytesSchema
    .optional()
    .describe('A balancer passes on every octet as it is, there and back'),
  'client-seen': clientSeenSchema
    .optional()
    .describe("Where servers find the client's address: in its packets, in what a proxy tells, or nowhere"),
  outage: outageSchema.optional().describe('How long the requests of a steady probe are lost'),
  leaves: leavesSchema.optional().describe('When a real server is handed its last request'),
  joins: joinsSchema.optional().describe('When a real server is handed its first request again'),
  holder: holderSchema.optional().describe('Who has an address that comes and goes, and nobody beside it'),
  announced: announcedSchema
    .optional()
    .describe('A node tells everybody that it has an address, each time that it gets it on the timeline'),
  route: routeSchema.optional().describe('By which way a node reaches an address, and who has told it'),
  bgp: sessionsSchema.optional().describe('With whom BGP sessions of a node are established'),
  vrrp: vrrpSchema
    .optional()
    .describe('Everything that a virtual router promises: how it advertises itself, and who does'),
  'arp-ignore': arpIgnoreSchema
    .optional()
    .describe('Nodes reply to ARP questions, or keep silent, as their arp_ignore says'),
  'arp-announce': arpAnnounceSchema
    .optional()
    .describe('Nodes ask for a client in the name of the address that their arp_announce says'),
})

export const EXPECTATION_KINDS = Object.keys(
  expectationSchema.shape,
) as (keyof typeof expectationSchema.shape)[]

export const expectSchema = z.array(expectationSchema).describe('What must be true of the packets')

export type ExpectationInput = z.output<typeof expectationSchema>
export type ModeInput = z.output<typeof modeSchema>
export type SpreadInput = z.output<typeof spreadSchema>
export type OutcomeInput = z.output<typeof outcomeSchema>
export type HopsInput = z.output<typeof hopsSchema>
export type NeverInput = z.output<typeof neverSchema>
