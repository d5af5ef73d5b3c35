import type { RunView } from '../events/view.ts'
import { journeyNotation, named, notation } from '../journey/notation.ts'
import type { Disposition, Hop, Journey } from '../journey/types.ts'
import { changesText, pointNames, seenText } from './hops.ts'
import { journeyShape } from './ladder.ts'
import type { Row } from './table.ts'
import { count } from './text.ts'

/** Hops shown of a packet that goes round; the first and last tell the story. */
const LONGEST = 8

/** One packet, hop by hop. */
export function packetRows(view: RunView, journey: Journey): Row[] {
  const seen = pointNames(view)
  const rows: Row[] = journey.hops.map((hop, index) => [
    index === 0 ? wordOf(view, journey) : '',
    journeyNotation(journey, hop, view.names),
    String(hop.ttl ?? ''),
    changesText(hop.changes, view.names),
    seenText(hop.sightings, seen),
  ])
  const skipped = rows.length - LONGEST
  if (skipped > 0) rows.splice(4, skipped, ['', `… ${count(skipped, 'hop')} more …`])
  const end = dispositionText(journey.disposition)
  return end === undefined ? rows : [...rows, `    ${end}`]
}

/** What a packet is. What a DNS message says stands in a section of its own. */
const wordOf = (view: RunView, { summary, dns }: Journey): string =>
  dns === undefined ? named(summary, view.names) : `DNS ${dns.response ? 'answer' : 'question'}`

/** What became of a packet that did not arrive. */
export const dispositionText = (disposition: Disposition): string | undefined => ends[disposition]

const ends: Readonly<Partial<Record<Disposition, string>>> = {
  lost: 'lost: seen leaving, received by nobody',
  looped: 'looped: passed the same way again',
  unknown: 'where it went was not captured',
}

/** Packets of one shape that are shown of an exchange: of a transfer, the others are more of the same. */
const OF_A_SHAPE = 4
/** Hops of a way that is told once: later packets only say whose way they go. */
const LONG_WAY = 3

/** The packets of one exchange, in order, without what would only repeat itself. */
export function abridgedRows(view: RunView, journeys: readonly Journey[]): Row[] {
  const shapes = new Map<string, number>()
  const ways = new Map<string, Journey>()
  const rows: Row[] = []
  let skipped = 0
  for (const journey of journeys) {
    const shape = `${journeyShape(view, journey)} ${journey.payloadLength > 0}`
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1)
    if ((shapes.get(shape) ?? 0) > OF_A_SHAPE) skipped++
    else {
      rows.push(...skippedRows(skipped), ...onceRows(view, journey, ways))
      skipped = 0
    }
  }
  return [...rows, ...skippedRows(skipped)]
}

function skippedRows(skipped: number): Row[] {
  return skipped === 0 ? [] : [['', `… ${count(skipped, 'packet')} more like these …`]]
}

function onceRows(view: RunView, journey: Journey, ways: Map<string, Journey>): Row[] {
  const { hops, disposition } = journey
  const way = JSON.stringify([disposition, hops.map((hop) => wayText(view, hop))])
  const first = ways.get(way)
  if (first === undefined) ways.set(way, journey)
  if (first === undefined || hops.length < LONG_WAY) return packetRows(view, journey)
  return [[wordOf(view, journey), `the same ${hops.length} hops as ${wordOf(view, first)}`]]
}

/** All that a row tells of a hop. */
function wayText(view: RunView, hop: Hop): string[] {
  const points = hop.sightings.map(({ point, direction }) => `${direction} ${point}`)
  return [notation(hop, view.names), String(hop.ttl), changesText(hop.changes, view.names), ...points]
}
