import { isInsideNode } from '../../src/journey/hops.ts'
import { journeyNotation, named } from '../../src/journey/notation.ts'
import type { Exchange, Hop, Journey } from '../../src/journey/types.ts'
import { changesText } from '../../src/report/hops.ts'
import { asks, claims, type Message } from '../../src/verdict/neighbour.ts'
import { isSyn } from '../../src/verdict/say.ts'
import { atServers, attemptsOf } from '../../src/verdict/traffic.ts'
import { frameOf, journeysOf, repliesOf, requestsOf, type View } from '../../src/verdict/view.ts'
import { plainNames } from './names.ts'
import type { Taught } from './run.ts'
import { type Row, STEP, type Table } from './table.ts'

const TITLES = [STEP, 'packet', 'on the wire', 'TTL', 'changed']

/**
 * Hop by hop, the first exchange of a probe (`web`), or the first that a real server got (`web to rs2`): its
 * handshake, or its first request and reply, then that of the conversation which a proxy opened for it, and before each
 * hop the question by which its sender learned the next MAC address. `web without ARP` leaves those out: routers that
 * speak BGP have asked at times of their own. Numbers of replicas and of ephemeral ports say nothing here, and differ from run to run.
 */
export function packetTable(subject: string, view: Taught): Table {
  const exchange = exchangeOf(subject, view)
  const told = subject.endsWith(WITHOUT) ? undefined : new Set<number>()
  const other = atServers(view, exchange)
  const both = other === exchange ? [exchange] : [exchange, other]
  const rows = both.flatMap((one) => rowsOf(view, one, told))
  return { titles: TITLES, rows: plainNames(rows, view.lab, exchange.sourcePort) }
}

const WITHOUT = ' without ARP'

/** Of one conversation; that which a proxy opened has its own. */
function rowsOf(view: View, exchange: Exchange, told: Set<number> | undefined): Row[] {
  const { request, reply, acknowledgement } = shown(view, exchange)
  const ports = [request, reply].some(changesPorts)
  const wayOf = (journey: Journey | undefined) =>
    (journey?.hops ?? []).flatMap((hop, index) => [
      ...(told ? questionsBefore(view, hop, told) : []).map((message) => messageRow(view, message)),
      packetRow(view, journey as Journey, hop, index === 0, ports),
    ])
  return [...wayOf(request), ...wayOf(reply), ...shortened(wayOf(acknowledgement), request, acknowledgement)]
}

function exchangeOf(subject: string, view: View): Exchange {
  const [, probe = '', server] = /^(\S+)(?: to (\S+))?(?: without ARP)?$/.exec(subject) ?? []
  const exchanges = attemptsOf(view, probe).flatMap(({ exchange }) => exchange ?? [])
  const found = exchanges.find((exchange) => server === undefined || exchange.server === server)
  if (found === undefined) throw new Error(`no exchange was captured of ${subject}`)
  return found
}

interface Shown {
  readonly request: Journey | undefined
  /** Or the ICMP error that came in its place. */
  readonly reply: Journey | undefined
  /** Of TCP, what ends the handshake. */
  readonly acknowledgement: Journey | undefined
}

function shown(view: View, exchange: Exchange): Shown {
  const [requests, replies] = [requestsOf(view, exchange), repliesOf(view, exchange)]
  const acknowledgement = requests.find((request) => request.kind === 'tcp' && !isSyn(request))
  return { request: requests[0], reply: replies[0] ?? journeysOf(view, exchange.errors)[0], acknowledgement }
}

const changesPorts = (journey: Journey | undefined): boolean =>
  journey?.hops.some(({ changes }) => changes.some(({ field }) => field.endsWith('-port'))) ?? false

/** What goes the way of an earlier packet needs one row. */
function shortened(
  rows: readonly Row[],
  earlier: Journey | undefined,
  journey: Journey | undefined,
): readonly Row[] {
  const way = (one: Journey | undefined) => JSON.stringify(one?.hops.map(({ sightings: _, ...hop }) => hop))
  const [first] = rows
  if (first === undefined || way(earlier) !== way(journey)) return rows
  return [{ cells: [first.cells[0] ?? '', `the way of the ${earlier?.summary}`, '', ''], why: '' }]
}

/**
 * The question of a hop's sender to which the hop's receiver replied, with that reply, each told once: the one for
 * the address that the packet goes to, or else, for a gateway's, the first.
 */
function questionsBefore(view: View, hop: Hop, told: Set<number>): Message[] {
  const replyTo = (target: string) =>
    claims(view, target).find(
      (claim) => claim.hop.sourceMac === hop.destinationMac && claim.hop.destinationMac === hop.sourceMac,
    )
  const { destination } = hop.encapsulation[0] ?? hop
  const mine = asks(view)
    .filter((ask) => ask.hop.sourceMac === hop.sourceMac && ask.broadcast && ask.frame < frameOf(hop))
    .filter(({ target }) => replyTo(target) !== undefined)
  const ask = mine.find(({ target }) => target === destination) ?? mine[0]
  const reply = ask && replyTo(ask.target)
  if (ask === undefined || reply === undefined || told.has(ask.frame)) return []
  told.add(ask.frame)
  return [ask, reply]
}

function messageRow({ names }: View, { journey, hop }: Message): Row {
  const wire = `\`${journeyNotation(journey, hop, names)}\``
  return { cells: [journey.kind.toUpperCase(), wire, '', ''], why: '' }
}

function packetRow({ names }: View, journey: Journey, hop: Hop, first: boolean, ports: boolean): Row {
  const wire = `\`${journeyNotation(journey, hop, names, { ports })}\``
  const where = isInsideNode(hop) ? ` at ${hop.sightings[0]?.point}` : ''
  const packet = first ? named(journey.summary, names) : ''
  return { cells: [packet, wire + where, ttlText(hop), changesText(hop.changes, names)], why: '' }
}

/** `63`; in a tunnel `62 in 62`, the inner one first. */
function ttlText({ ttl, encapsulation }: Hop): string {
  const outer = encapsulation.toReversed().map((header) => header.ttl)
  return [ttl, ...outer].filter((one) => one !== undefined).join(' in ')
}
