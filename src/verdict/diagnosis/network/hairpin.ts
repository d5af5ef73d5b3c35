import type { Hop } from '../../../journey/types.ts'
import { covers } from '../../prefix.ts'
import { bestRoute, birdOf, tellerOf } from '../../routing/bird.ts'
import type { DaemonRoute } from '../../types.ts'
import { frameOf, holderOf, receiver, sender, type View } from '../../view.ts'
import { frameText } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { Lookup } from './concern.ts'
import type { NetworkDetector } from './detector.ts'

/** A packet that a router sent back to the network by which it came. */
interface Turn {
  readonly before: string
  readonly router: string
  readonly after: string
  readonly into: Hop
  readonly out: Hop
}

/**
 * A route reflector that puts itself for the next hop: packets between two routers of one network make a detour by it
 * (RFC 4456, section 10: the next hop is not to be changed).
 */
export const hairpin: NetworkDetector = (view, { way, lookups }) => {
  if (!way) return undefined // packets arrive all the same
  const turns = view.journeys
    .flatMap(({ hops }) => turnsOf(view, hops))
    .filter((turn) => isReflected(view, turn) && lookups.some((one) => isSameWay(view, turn, one)))
  const [first] = turns
  if (first === undefined) return undefined
  const { before, router, after, into, out } = first
  const nodes = [...new Set(turns.map((turn) => turn.router))]
  return {
    nodes,
    text: `${before} sends to ${router} what is for ${after}, on one network with both (${frameText([frameOf(into), frameOf(out)])}): ${router} has told it ${into.destination} with itself as the next hop.`,
    remedy: onNodes(nodes, 'leave the next hop of reflected routes alone (next hop self ebgp, or none)'),
  }
}

function turnsOf(view: View, hops: readonly Hop[]): Turn[] {
  return hops.slice(1).flatMap((out, index) => {
    const into = hops[index] as Hop
    const [before, router, after] = [sender(view, into), receiver(view, into), receiver(view, out)]
    const same = router === sender(view, out) && doorOf(into, 'in') === doorOf(out, 'out')
    return same && doorOf(out, 'out') !== undefined && before !== after
      ? [{ before, router, after, into, out }]
      : []
  })
}

/** Capture point by which a node took a frame in, or sent it, with its VLAN. */
function doorOf({ sightings, vlan }: Hop, direction: 'in' | 'out'): string | undefined {
  const seen = sightings.find((one) => one.direction === direction)
  return seen && `${seen.point} ${vlan ?? ''}`
}

/** Whether a lookup took the route by which the packet came to the router. */
function isSameWay(view: View, { before, into }: Turn, { node, to }: Lookup): boolean {
  const route = node === before ? routeAt(view, before, into.destination) : undefined
  return route !== undefined && covers(route.to, to)
}

/** Whether a reflector led there: it told the sender, within one AS, with itself as the next hop, and itself sends on. */
function isReflected(view: View, { before, router, after, into }: Turn): boolean {
  const bird = birdOf(view, before)
  const told = routeAt(view, before, into.destination)
  const passedOn = routeAt(view, router, into.destination)
  if (bird === undefined || told === undefined || passedOn === undefined) return false
  const reflects = tellerOf(view, bird, told) === router && isInternal(view, before, router)
  return reflects && leadsTo(view, told, router) && leadsTo(view, passedOn, after)
}

function routeAt(view: View, node: string, address: string): DaemonRoute | undefined {
  const bird = birdOf(view, node)
  return bird && bestRoute(bird, address)
}

const leadsTo = (view: View, { source, nextHop }: DaemonRoute, next: string): boolean =>
  source === 'bgp' && nextHop !== undefined && holderOf(view, nextHop) === next

/** Whether two routers are in one AS, by what each says of the other. */
function isInternal(view: View, one: string, other: string): boolean {
  const [here, there] = [asOf(view, one, other), asOf(view, other, one)]
  return here !== undefined && here === there
}

/** AS number of a neighbour, by a node's own account. */
function asOf(view: View, node: string, neighbour: string): number | undefined {
  const sessions = birdOf(view, node)?.sessions ?? []
  return sessions.find((session) => holderOf(view, session.neighbour) === neighbour)?.neighbourAs
}
