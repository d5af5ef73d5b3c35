import type { RunView } from '../events/view.ts'
import { addressName, macName } from '../journey/notation.ts'
import type { Exchange, Journey } from '../journey/types.ts'
import { numbered, ranges } from './text.ts'

/** Journeys that belong together, in order of time: a question for an address with its answers, or one exchange. */
export interface Group {
  readonly exchange?: Exchange
  readonly journeys: readonly Journey[]
}

/** A group that is shown, and the groups of the same shape that need not be. */
export interface Folded {
  readonly shown: Group
  readonly alike: readonly Group[]
}

/** The ladder of a run: who asked for whose address first, then each exchange, then packets that belong to neither. */
export interface Ladder {
  readonly neighbours: readonly Folded[]
  readonly exchanges: readonly Folded[]
  readonly others: readonly Folded[]
}

/** Groups and folds what was captured; with `all`, nothing is folded. */
export function ladderOf(view: RunView, all = false): Ladder {
  const byId = new Map(view.journeys.map((journey) => [journey.id, journey]))
  const exchanges = view.exchanges.map((exchange) => exchangeGroup(byId, exchange))
  const grouped = new Set(exchanges.flatMap(({ journeys }) => journeys))
  const others = view.journeys.filter((journey) => journey.neighbour === undefined && !grouped.has(journey))
  const folded = (groups: readonly Group[]) => foldAlike(view, groups, all)
  return {
    neighbours: folded(neighbourGroups(view.journeys)),
    exchanges: folded(exchanges),
    others: folded(others.map((journey) => ({ journeys: [journey] }))),
  }
}

/** Ids count up in order of time. */
function exchangeGroup(byId: ReadonlyMap<number, Journey>, exchange: Exchange): Group {
  const ids = [...exchange.requests, ...exchange.replies, ...exchange.errors].sort((a, b) => a - b)
  return { exchange, journeys: ids.flatMap((id) => byId.get(id) ?? []) }
}

/** Each question opens a group; a reply joins the latest one that asked for what it tells. */
function neighbourGroups(journeys: readonly Journey[]): Group[] {
  const groups: Journey[][] = []
  for (const journey of journeys.filter(({ neighbour }) => neighbour)) {
    const asked = groups.findLast(([request]) => request && answers(journey, request))
    if (asked) asked.push(journey)
    else groups.push([journey])
  }
  return groups.map((group) => ({ journeys: group }))
}

function answers(reply: Journey, request: Journey): boolean {
  const [answer, question] = [reply.hops[0], request.hops[0]]
  return (
    reply.neighbour?.kind === 'reply' &&
    reply.neighbour.target === request.neighbour?.target &&
    answer?.destination === question?.source
  )
}

function foldAlike(view: RunView, groups: readonly Group[], all: boolean): Folded[] {
  const byShape = Map.groupBy(groups, (group) => (all ? group : shapeOf(view, group)))
  return [...byShape.values()].flatMap(([shown, ...alike]) => (shown ? [{ shown, alike }] : []))
}

/** Port of BGP (RFC 4271, section 8): its sessions go on all the time, and one is like another. */
const BGP = 179

/**
 * What two groups share when only replica, port and number of segments differ: which kinds of packet took
 * which way, and whether any was sent again. How many acknowledgements TCP sends varies from run to run.
 */
function shapeOf(view: RunView, group: Group): string {
  const steps = group.journeys.map((journey) => journeyShape(view, journey))
  const { mode, protocol, destinationPort } = group.exchange ?? {}
  if (destinationPort === BGP) return 'bgp'
  return JSON.stringify([mode, protocol, [...new Set(steps)].sort()])
}

/** What two packets share that go the same way, whoever of several replicas is asked. */
export function journeyShape(view: RunView, journey: Journey): string {
  const hops = journey.hops.map((hop) => {
    const macs = [hop.sourceMac, hop.destinationMac].map((mac) => role(macName(mac, view.names)))
    const to = journey.neighbour?.target ?? hop.destination
    const addresses = [hop.source, to].map((address) => role(addressName(address, view.names)))
    return [macs, addresses, hop.ttl, hop.vlan, hop.encapsulation.map(({ protocol }) => protocol)]
  })
  const { kind, neighbour, flags, icmp, disposition, summary } = journey
  return JSON.stringify([
    kind,
    neighbour?.kind,
    flags,
    icmp?.type,
    disposition,
    summary.endsWith(', again'),
    hops,
  ])
}

const role = (name: string): string => numbered(name)[0]

/** In what the folded groups differ from the one shown: `to rs2, rs1`, `for RIP2`, `from rs2`. */
export function differenceText(view: RunView, { shown, alike }: Folded): string {
  const attributes: readonly (readonly [word: string, of: (group: Group) => string])[] = [
    ['to', ({ exchange }) => exchange?.server ?? ''],
    ['for', ({ journeys }) => addressName(about(journeys[0]), view.names)],
    ['from', ({ journeys }) => macName(journeys[0]?.hops[0]?.sourceMac ?? '', view.names)],
  ]
  const differing = attributes.find(([, of]) => alike.some((group) => of(group) !== of(shown)))
  return differing ? `${differing[0]} ${series(alike.map(differing[1])).join(', ')}` : ''
}

/** Whom a packet asks for or tells about, or where it goes. */
const about = (journey: Journey | undefined): string =>
  journey?.neighbour?.target ?? journey?.hops[0]?.destination ?? ''

const LONGEST_SERIES = 8

/** Names in the order in which they came; when they are many, each once, replicas as a range. */
function series(names: readonly string[]): string[] {
  if (names.length <= LONGEST_SERIES) return [...names]
  return ranges([...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })))
}
