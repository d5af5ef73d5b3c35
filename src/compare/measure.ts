import type { Exchange, Hop, Journey } from '../journey/types.ts'
import { atServers, attemptsOf } from '../verdict/traffic.ts'
import { insideOf, receiver, repliesOf, requestsOf, sender, type View } from '../verdict/view.ts'

/** Frames and their octets, Ethernet headers included. */
export interface Amount {
  readonly packets: number
  readonly octets: number
}

/** What crossed the director in one direction of the conversation: what it received, and what it sent on. */
export interface Through {
  readonly in: Amount
  readonly out: Amount
}

/** One direction of a conversation, from the first node to the last. */
export interface Way {
  readonly director: Through
  /** Octets that the director adds to a packet: each number that was seen; none where no packet passes it. */
  readonly added: readonly number[]
  /** Address fields of the packet that the director changes, but for MACs; `wrapped` in another header. */
  readonly changed: readonly string[]
  /** Transmissions, one for each segment that a packet crosses: each number that was seen. */
  readonly hops: readonly number[]
  /** What the TTL has lost at the last node: each number that was seen. */
  readonly ttlLost: readonly number[]
}

/** What the packets of some probes show about a mode. */
export interface Measured {
  readonly request: Way
  readonly reply: Way
  /** Nodes that real servers hand their replies to first. */
  readonly repliesTo: readonly string[]
}

const DIRECTOR = 'director'

/** What is looked up in a run's evidence. */
export type Packets = Pick<View, 'journeyById' | 'names' | 'sharedMacs'>

/** @param octets of each frame on the wire, by its id */
export function measure(
  view: Packets,
  exchanges: readonly Exchange[],
  octets: (frame: number) => number,
): Measured {
  const requests = exchanges.flatMap((exchange) => requestsOf(view, exchange))
  const replies = exchanges.flatMap((exchange) => repliesOf(view, exchange))
  const first = replies
    .flatMap(({ hops }) => hops.slice(0, 1))
    .filter((hop) => sender(view, hop) !== DIRECTOR)
  return {
    request: wayOf(view, requests, octets),
    reply: wayOf(view, replies, octets),
    repliesTo: distinct(first.map((hop) => receiver(view, hop))),
  }
}

/**
 * Conversations of a probe's attempts, of which there may be fewer where packets were lost, and those that a proxy
 * had with real servers for them.
 */
export function exchangesOf(view: View, probe: string): Exchange[] {
  const exchanges = attemptsOf(view, probe).flatMap(({ exchange }) => exchange ?? [])
  return [...new Set([...exchanges, ...exchanges.map((exchange) => atServers(view, exchange))])]
}

function wayOf(view: Packets, journeys: readonly Journey[], octets: (frame: number) => number): Way {
  const whole = journeys.filter((journey) => hasArrived(view, journey))
  const passing = journeys
    .map((journey) => throughOf([journey], octets))
    .filter(({ in: { packets }, out }) => packets > 0 && out.packets > 0)
  return {
    director: throughOf(journeys, octets),
    added: distinct(passing.map(({ in: came, out }) => out.octets - came.octets)),
    changed: distinct([
      ...journeys
        .flatMap(({ hops }) => hops.filter((hop) => sender(view, hop) === DIRECTOR))
        .flatMap(changesOf),
      ...(journeys.some((journey) => isOwn(view, journey)) ? ['all'] : []),
    ]),
    hops: distinct(whole.map(({ hops }) => transmissions(hops).length)),
    ttlLost: distinct(whole.flatMap(({ hops }) => ttlLost(transmissions(hops)))),
  }
}

/** What the director did not get from anybody is a packet of its own: a proxy's. */
function isOwn(view: Packets, { hops: [first] }: Journey): boolean {
  return first !== undefined && sender(view, first) === DIRECTOR
}

/** What ends at the director has not: a packet that is too large for a tunnel is answered by ICMP there. */
function hasArrived(view: Packets, { disposition, hops }: Journey): boolean {
  const last = hops.at(-1)
  return disposition === 'received' && last !== undefined && receiver(view, last) !== DIRECTOR
}

/** Every frame of these packets at the director's interfaces. */
function throughOf(journeys: readonly Journey[], octets: (frame: number) => number): Through {
  const sightings = journeys.flatMap(({ hops }) => hops.flatMap((hop) => hop.sightings))
  const own = sightings.filter(({ point }) => point.startsWith(`${DIRECTOR}:`))
  const amount = (wanted: 'in' | 'out'): Amount => {
    const frames = own.filter(({ direction }) => direction === wanted)
    return { packets: frames.length, octets: frames.reduce((sum, { frame }) => sum + octets(frame), 0) }
  }
  return { in: amount('in'), out: amount('out') }
}

const FIELDS: Readonly<Record<string, string>> = {
  source: 'source',
  destination: 'destination',
  'source-port': 'source port',
  'destination-port': 'destination port',
  encapsulation: 'wrapped',
}

function changesOf({ changes }: Hop): string[] {
  return changes.flatMap(({ field }) => FIELDS[field] ?? [])
}

/** Without what a node says to itself, on tunl0 or lo. */
function transmissions(hops: readonly Hop[]): Hop[] {
  return hops.filter((hop) => insideOf(hop) === undefined)
}

function ttlLost(hops: readonly Hop[]): number[] {
  const [first, last] = [hops[0]?.ttl, hops.at(-1)?.ttl]
  return first === undefined || last === undefined ? [] : [first - last]
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1))
}
