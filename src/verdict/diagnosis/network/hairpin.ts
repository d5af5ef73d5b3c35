import type { Hop } from '../../../journey/types.ts'
import { bestRoute, birdOf } from '../../routing/bird.ts'
import { frameOf, holderOf, receiver, sender, type View } from '../../view.ts'
import { frameText } from '../../words.ts'
import { onNodes } from '../phrases.ts'
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
export const hairpin: NetworkDetector = (view) => {
  const turns = view.journeys
    .flatMap(({ hops }) => turnsOf(view, hops))
    .filter((turn) => isReflected(view, turn))
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

/** Whether it was BGP that led there: the sender's next hop is the router, and the router's the receiver. */
function isReflected(view: View, { before, router, after, into }: Turn): boolean {
  const leadsTo = (node: string, next: string) => {
    const bird = birdOf(view, node)
    const route = bird && bestRoute(bird, into.destination)
    return route?.source === 'bgp' && route.nextHop !== undefined && holderOf(view, route.nextHop) === next
  }
  return leadsTo(before, router) && leadsTo(router, after)
}
