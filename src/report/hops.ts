import type { RunView } from '../events/view.ts'
import { addressName } from '../journey/notation.ts'
import type { FieldChange, Names, Sighting } from '../journey/types.ts'
import { listed, ranges } from './text.ts'

/**
 * What a hop changed against the one before, in few words: `MACs, VIP:80 → RIP2:8080, TTL −1`. Which end of the packet
 * an address belongs to is plain from the hop itself.
 */
export function changesText(changes: readonly FieldChange[], names: Names): string {
  const change = (field: FieldChange['field']) => changes.find((one) => one.field === field)
  const parts = [
    macsText(change('source-mac'), change('destination-mac')),
    endText(change('source'), change('source-port'), names),
    endText(change('destination'), change('destination-port'), names),
    stepText('TTL', change('ttl')),
    tunnelText(change('encapsulation')),
    stepText('outer TTL', change('outer-ttl')),
    fragmentsText(change('fragments')),
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

type Change = FieldChange | undefined

function macsText(source: Change, destination: Change): string | undefined {
  if (source && destination) return 'MACs'
  return source ? 'source MAC' : destination && 'destination MAC'
}

function plainText(what: string, change: Change): string | undefined {
  return change && `${what} ${change.from} → ${change.to}`
}

/** One end of the packet: `VIP:80 → RIP2:8080`, `CIP → DIP`, or `port 80 → 8080`. */
function endText(address: Change, port: Change, names: Names): string | undefined {
  if (!address) return plainText('port', port)
  const [from, to] = [address.from, address.to].map((one) => addressName(one, names))
  return port ? `${from}:${port.from} → ${to}:${port.to}` : `${from} → ${to}`
}

/** By how much a number fell or rose: `TTL −1`. */
function stepText(what: string, change: Change): string | undefined {
  if (!change) return undefined
  const difference = Number(change.to) - Number(change.from)
  return `${what} ${difference < 0 ? '−' : '+'}${Math.abs(difference)}`
}

/** `+ipip` where an outer header was put around the packet, `−ipip` where it was taken off. */
function tunnelText(change: Change): string | undefined {
  if (!change) return undefined
  const [from, to] = [change.from, change.to].map((text) => text.replaceAll(/ \S+ \S+(?=,|$)/g, ''))
  if (from === 'none') return `+${to}`
  return to === 'none' ? `−${from}` : `${from} → ${to}`
}

function fragmentsText(change: Change): string | undefined {
  if (!change) return undefined
  return change.to === '1' ? 'reassembled' : `${change.to} fragments`
}

/** How the capture points of a run are called, and in which order. */
export interface PointNames {
  readonly nameOf: (point: string) => string
  readonly placeOf: (point: string) => number
  /** Nanoseconds on the way from which on they are told: the shortest that a network of the run takes, if noticeable. */
  readonly longNs: number
}

/** Below a millisecond, a delay is there to keep times apart; and without any, it is the machine that takes time. */
const NOTICED_US = 1000

/**
 * A point is called by its node alone where the node has no other in the run, else in full, `node:interface`.
 * The order is that of the run.
 */
export function pointNames({ points, start }: Pick<RunView, 'points' | 'start'>): PointNames {
  const perNode = Map.groupBy(points, nodeOf)
  return {
    nameOf: (point) => (perNode.get(nodeOf(point))?.length === 1 ? nodeOf(point) : point),
    placeOf: (point) => points.indexOf(point),
    longNs: 1000 * Math.min(...Object.values(start?.delays ?? {}).filter((us) => us >= NOTICED_US)),
  }
}

/** Node of a capture point, `node:interface`. */
export const nodeOf = (point: string): string => point.slice(0, point.indexOf(':'))

/** Where a hop was seen leaving and arriving: `client → director rs1-rs7`, `core → gw +40 ms` over a long way. */
export function seenText(sightings: readonly Sighting[], { nameOf, placeOf, longNs }: PointNames): string {
  const at = (direction: Sighting['direction']) => {
    const seen = sightings.filter((sighting) => sighting.direction === direction).map(({ point }) => point)
    const inOrder = [...new Set(seen)].sort((a, b) => placeOf(a) - placeOf(b))
    return ranges(inOrder.map(nameOf)).join(' ')
  }
  const [out, into, flooded, unknown] = [at('out'), at('in'), at('flooded'), at('unknown')]
  const path = into === '' ? out : `${out === '' ? '?' : out} → ${into}${lengthText(sightings, longNs)}`
  return listed([path, flooded && `flooded to ${flooded}`, unknown].filter((part) => part !== ''))
}

function lengthText(sightings: readonly Sighting[], longNs: number): string {
  const [sent, came] = (['out', 'in'] as const).map(
    (direction) => sightings.find((sighting) => sighting.direction === direction)?.time,
  )
  if (sent === undefined || came === undefined || came - sent < longNs) return ''
  const milliseconds = (came - sent) / 1e6
  return ` +${Number(milliseconds.toFixed(milliseconds < 10 ? 1 : 0))} ms`
}
