import type { Names } from '../events/types.ts'
import type { FieldChange, Hop, Journey, Sighting } from '../journey/types.ts'
import { listed, ranges } from './text.ts'

const BROADCAST = 'ff:ff:ff:ff:ff:ff'

export const macName = (names: Names, mac: string): string =>
  names.macs[mac] ?? (mac === BROADCAST ? 'ff' : mac)

export const addressName = (names: Names, address: string): string => names.addresses[address] ?? address

/**
 * A hop in the notation of the trade, names for addresses: `client:director/CIP:VIP`; with an outer header
 * `director:rs1/DIP:RIP1 ipip [CIP:VIP]`; for ARP `client:ff/who-has VIP tell CIP`.
 */
export function hopText(names: Names, journey: Journey, hop: Hop): string {
  const macs = `${macName(names, hop.sourceMac)}:${macName(names, hop.destinationMac)}`
  return `${macs}/${journey.kind === 'arp' ? named(names, journey.summary) : addressesText(names, hop)}`
}

function addressesText(names: Names, hop: Hop): string {
  const pair = (source: string, destination: string) =>
    `${addressName(names, source)}:${addressName(names, destination)}`
  const inner = pair(hop.source, hop.destination)
  return hop.encapsulation.reduceRight(
    (text, outer) => `${pair(outer.source, outer.destination)} ${outer.protocol} [${text}]`,
    inner,
  )
}

/** A text with every known MAC and IP address replaced by its name. */
export const named = (names: Names, text: string): string =>
  text.replace(/[\w:.]*[\w]/g, (word) => names.addresses[word] ?? names.macs[word] ?? word)

/** What the hop before changed, in few words: `MACs, TTL −1`. */
export function changesText(names: Names, changes: readonly FieldChange[]): string {
  const macs = changes.filter(({ field }) => field.endsWith('-mac'))
  const others = changes.filter(({ field }) => !field.endsWith('-mac'))
  const macText = macs.length === 2 ? ['MACs'] : macs.map(({ field }) => field.replace('-mac', ' MAC'))
  return [...macText, ...others.map((change) => changeText(names, change))].join(', ')
}

function changeText(names: Names, { field, from, to }: FieldChange): string {
  if (field === 'ttl') {
    const difference = Number(to) - Number(from)
    return `TTL ${difference < 0 ? '−' : '+'}${Math.abs(difference)}`
  }
  return `${field.replace('-', ' ')} ${named(names, from)} → ${named(names, to)}`
}

/** Where a hop was seen leaving and arriving: `client → director rs1-rs7`. */
export function seenText(sightings: readonly Sighting[], pointName: (point: string) => string): string {
  const at = (...directions: readonly Sighting['direction'][]) => {
    const seen = sightings.filter(({ direction }) => directions.includes(direction))
    return ranges([...new Set(seen.map(({ point }) => pointName(point)))]).join(' ')
  }
  const [out, into, flooded, unknown] = [at('out'), at('in'), at('flooded'), at('unknown')]
  const path = into === '' ? out : `${out === '' ? '?' : out} → ${into}`
  return listed([path, flooded && `flooded to ${flooded}`, unknown].filter((part) => part !== ''))
}

/**
 * How a capture point is called: by its node alone where the node has no other in the run, else in full as
 * `node:interface`.
 */
export function pointNames(points: readonly string[]): (point: string) => string {
  const node = (point: string) => point.slice(0, point.indexOf(':'))
  const single = new Set(points.filter((point) => points.filter((p) => node(p) === node(point)).length === 1))
  return (point) => (single.has(point) ? node(point) : point)
}
