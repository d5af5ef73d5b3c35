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

/** How the capture points of a run are called, and in which order. */
export interface PointNames {
  readonly nameOf: (point: string) => string
  readonly placeOf: (point: string) => number
}

/**
 * A point is called by its node alone where the node has no other in the run, else in full, `node:interface`.
 * The order is that of the run.
 */
export function pointNames(points: readonly string[]): PointNames {
  const node = (point: string) => point.slice(0, point.indexOf(':'))
  const perNode = Map.groupBy(points, node)
  return {
    nameOf: (point) => (perNode.get(node(point))?.length === 1 ? node(point) : point),
    placeOf: (point) => points.indexOf(point),
  }
}

/** Where a hop was seen leaving and arriving: `client → director rs1-rs7`. */
export function seenText(sightings: readonly Sighting[], { nameOf, placeOf }: PointNames): string {
  const at = (direction: Sighting['direction']) => {
    const seen = sightings.filter((sighting) => sighting.direction === direction).map(({ point }) => point)
    const inOrder = [...new Set(seen)].sort((a, b) => placeOf(a) - placeOf(b))
    return ranges(inOrder.map(nameOf)).join(' ')
  }
  const [out, into, flooded, unknown] = [at('out'), at('in'), at('flooded'), at('unknown')]
  const path = into === '' ? out : `${out === '' ? '?' : out} → ${into}`
  return listed([path, flooded && `flooded to ${flooded}`, unknown].filter((part) => part !== ''))
}
