import { z } from 'zod'
import { DURATION } from '../probes/duration.ts'
import { PROGRAM_NAMES } from '../programs/catalogue.ts'
import { SERVER_KINDS } from '../vocabulary.ts'

const time = z.string().regex(DURATION, 'a duration such as 500ms or 3s')
const daemon = z.enum(['keepalived', ...SERVER_KINDS, ...PROGRAM_NAMES])
const link = z.string()
const parted = z.array(z.string()).min(2)

const eventSchema = z.strictObject({
  at: time.describe('When, counted from the beginning of the timeline'),
  on: z.string().optional().describe('Node that it happens to, where it is one'),
  stop: daemon.optional().describe('Daemon that is ended in good order'),
  kill: daemon.optional().describe('Daemon whose processes are all killed (SIGKILL)'),
  freeze: daemon.optional().describe('Daemon whose processes all stand still (SIGSTOP)'),
  thaw: daemon.optional().describe('Daemon that goes on after freeze'),
  start: daemon.optional().describe('Daemon that is started again'),
  down: link.optional().describe('Interface whose cable is pulled: its node loses the carrier'),
  up: link.optional().describe('Interface whose cable is plugged in again'),
  cut: parted.optional().describe('Nodes that do not hear each other any more; all others still hear them'),
  join: parted.optional().describe('Nodes that hear each other again'),
  netem: z
    .string()
    .optional()
    .describe('Options of tc-netem(8) for what the node sends, such as delay 50ms loss 2%; none lifts it'),
  weight: z.int().min(0).max(65535).optional().describe('New weight of a real server, on its director'),
  move: z.string().optional().describe('Address that is taken from another node and given to this one'),
  announce: z.string().optional().describe('Address that is told to everybody by a gratuitous ARP request'),
  run: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional()
    .describe('Command and its arguments; NODE and NODE:PORT stand for addresses'),
  of: z.string().optional().describe('With weight: the real server'),
  from: z.string().optional().describe('With move: the node that gives the address up'),
  dev: z
    .string()
    .optional()
    .describe('With netem, move and announce: interface; if not given, the only one, or that of the address'),
})

/** What an event does is told by the one of these keys that it has; each with the keys that it takes beside `at`. */
export const EVENT_KINDS = {
  stop: ['on'],
  kill: ['on'],
  freeze: ['on'],
  thaw: ['on'],
  start: ['on'],
  down: ['on'],
  up: ['on'],
  cut: [],
  join: [],
  netem: ['on', 'dev'],
  weight: ['on', 'of'],
  move: ['on', 'from', 'dev'],
  announce: ['on', 'dev'],
  run: ['on'],
} as const

export type EventKind = keyof typeof EVENT_KINDS

export const timelineSchema = z
  .strictObject({
    lasts: time.describe('How long the steady probes send'),
    events: z
      .record(z.string(), eventSchema)
      .describe(`What happens, by name; each event has one of ${Object.keys(EVENT_KINDS).join(', ')}`),
  })
  .describe('Events at given times, while the probes with `every` send all the time')

export type EventSpec = z.output<typeof eventSchema>
export type TimelineSpec = z.output<typeof timelineSchema>
