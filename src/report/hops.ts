import { named } from '../journey/notation.ts'
import type { FieldChange, Names, Sighting } from '../journey/types.ts'
import { listed, ranges } from './text.ts'

/** What the hop before changed, in few words: `MACs, TTL −1`. */
export function changesText(changes: readonly FieldChange[], names: Names): string {
  const macs = changes.filter(({ field }) => field.endsWith('-mac'))
  const others = changes.filter(({ field }) => !field.endsWith('-mac'))
  const macText = macs.length === 2 ? ['MACs'] : macs.map(({ field }) => field.replace('-mac', ' MAC'))
  return [...macText, ...others.map((change) => changeText(change, names))].join(', ')
}

function changeText({ field, from, to }: FieldChange, names: Names): string {
  if (field === 'ttl') {
    const difference = Number(to) - Number(from)
    return `TTL ${difference < 0 ? '−' : '+'}${Math.abs(difference)}`
  }
  return `${field.replace('-', ' ')} ${named(from, names)} → ${named(to, names)}`
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
