import type { RunView } from '../events/view.ts'
import { addressName, journeyNotation, macName } from '../journey/notation.ts'
import type { Exchange, InferredMode, Journey } from '../journey/types.ts'
import { dnsLines } from './dns.ts'
import { pointNames, seenText } from './hops.ts'
import { differenceText, type Folded, ladderOf } from './ladder.ts'
import { abridgedRows, packetRows } from './packets.ts'
import type { Page } from './page.ts'
import { type Column, type Row, table } from './table.ts'
import { count, labelled, ranges } from './text.ts'

const neighbourColumns: readonly Column[] = [{ title: 'hop' }, { title: 'seen', style: 'dim', shrinkTo: 16 }]

const packetColumns: readonly Column[] = [
  { title: 'packet', style: 'bold', shrinkTo: 14 },
  // What is in a tunnel can stand on a line of its own, and so can the addresses.
  { title: 'hop', shrinkTo: 29, joint: '/' },
  { title: 'TTL', align: 'right' },
  { title: 'changed', style: 'yellow', shrinkTo: 9 },
  { title: 'seen', style: 'dim', shrinkTo: 12 },
]

const NOTATION = 'srcMAC:dstMAC/srcIP:dstIP'

/** The ladder of journeys: every packet, hop by hop, with what each hop changed and where it was seen. */
export function journeyLines(view: RunView, page: Page): string[] {
  const { neighbours, exchanges, others } = ladderOf(view, page.all)
  const neighbourLines = neighbours.flatMap((group) => neighbourRows(view, group, page))
  const packets = [
    ...exchanges.flatMap((group) => exchangeRows(view, group, page)),
    ...otherRows(view, others, page),
  ]
  return [
    ...section(neighbourTitle(view.journeys), neighbourColumns, neighbourLines, page),
    ...dnsLines(view, page),
    ...section(`Packets, each hop as ${NOTATION}`, packetColumns, packets, page),
  ]
}

function neighbourTitle(journeys: readonly Journey[]): string {
  const kinds = (['arp', 'nd'] as const).filter((kind) => journeys.some((journey) => journey.kind === kind))
  const title = kinds.map((kind) => TITLES[kind]).join(' and ')
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`
}

const TITLES = { arp: 'ARP', nd: 'neighbour discovery' } as const

const section = (
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  { paint, width }: Page,
): string[] => (rows.length === 0 ? [] : ['', paint('bold', title), ...table(columns, rows, width, paint)])

function neighbourRows(view: RunView, folded: Folded, page: Page): Row[] {
  const seen = pointNames(view)
  const { journeys } = folded.shown
  const shown = page.all ? journeys : journeys.slice(0, 1 + MOST_ANSWERS)
  const rows = shown.flatMap((journey) =>
    journey.hops.map((hop) => [journeyNotation(journey, hop, view.names), seenText(hop.sightings, seen)]),
  )
  const unanswered = journeys.length === 1 && journeys[0]?.neighbour?.kind === 'request'
  const more = answersText(view, journeys.slice(shown.length), page)
  return [...rows, ...more, ...(unanswered ? ['    no answer'] : []), ...alikeRows(view, folded, page)]
}

/** Answers to one question that are shown; when there are more, it is their number that counts. */
const MOST_ANSWERS = 4

function answersText(view: RunView, answers: readonly Journey[], { width }: Page): string[] {
  if (answers.length === 0) return []
  const names = answers.map(({ hops: [hop] }) => macName(hop?.sourceMac ?? '', view.names))
  const inOrder = names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return labelled(
    width,
    '    ',
    `${count(answers.length, 'more answer')}, from ${ranges(inOrder).join(', ')}`,
  )
}

function exchangeRows(view: RunView, folded: Folded, page: Page): Row[] {
  const { exchange, journeys } = folded.shown
  const title = exchange ? exchangeTitle(view, exchange) : ''
  const rows = page.all ? journeys.flatMap((one) => packetRows(view, one)) : abridgedRows(view, journeys)
  return ['', `  ${page.paint('cyan', title)}`, ...rows, ...alikeRows(view, folded, page)]
}

/** A conversation in one line: `TCP CIP:40001 → VIP:80, direct routing by director to rs2`. */
export function exchangeTitle(view: Pick<RunView, 'names'>, exchange: Exchange): string {
  const { protocol, source, sourcePort, destination, destinationPort } = exchange
  const [from, to] = [source, destination].map((address) => addressName(address, view.names))
  if (protocol === 'icmp') return `ICMP ${from} → ${to}, echo id ${sourcePort}, ${modeText(exchange)}`
  return `${protocol.toUpperCase()} ${from}:${sourcePort} → ${to}:${destinationPort}, ${modeText(exchange)}`
}

const modes: Readonly<Record<InferredMode, string>> = {
  dr: 'direct routing',
  nat: 'masquerade',
  fullnat: 'full NAT',
  'tun-ipip': 'IPIP tunnel',
  'tun-gre': 'GRE tunnel',
  'tun-gue': 'GUE tunnel',
  local: 'answered on the spot',
  proxy: 'proxy',
  none: 'not balanced',
}

function modeText({ mode, director, server }: Exchange): string {
  if (mode === 'none') return modes.none
  if (mode === 'local') return [modes.local, server && `by ${server}`].filter(Boolean).join(' ')
  return [modes[mode], director && `by ${director}`, server && `to ${server}`].filter(Boolean).join(' ')
}

const otherRows = (view: RunView, others: readonly Folded[], page: Page): Row[] =>
  others.length === 0
    ? []
    : [
        '',
        `  ${page.paint('cyan', 'Part of no exchange')}`,
        ...others.flatMap((folded) => loneRows(view, folded, page)),
      ]

const loneRows = (view: RunView, folded: Folded, page: Page): Row[] => [
  ...folded.shown.journeys.flatMap((journey) => packetRows(view, journey)),
  ...alikeRows(view, folded, page),
]

function alikeRows(view: RunView, folded: Folded, { width }: Page): Row[] {
  if (folded.alike.length === 0) return []
  const difference = differenceText(view, folded)
  const more = `${folded.alike.length} more like this`
  return labelled(width, '    ', difference === '' ? more : `${more}, ${difference}`)
}
