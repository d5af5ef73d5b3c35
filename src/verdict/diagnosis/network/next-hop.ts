import { bestRoute, birdOf, tellerOf } from '../../routing/bird.ts'
import type { DaemonRoute } from '../../types.ts'
import type { View } from '../../view.ts'
import { listed } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { NetworkDetector } from './detector.ts'

/** A router was told the way to a prefix, and knows none to the next hop (RFC 4271, section 9.1.2.1). */
export const nextHopUnreachable: NetworkDetector = (view, { lookups }) => {
  const failed = lookups.filter(({ node, to }) => lostRoute(view, node, to) !== undefined)
  const lost = view.lab.nodes.flatMap(({ name: node }) => {
    const routes = new Set(failed.flatMap(({ to }) => lostRoute(view, node, to) ?? []))
    return routes.size === 0 ? [] : [{ node, routes: [...routes] }]
  })
  const nodes = lost.map(({ node }) => node)
  if (nodes.length === 0) return undefined
  return {
    nodes,
    text: `${lost.map(({ node, routes }) => lostText(view, node, routes)).join('; ')}.`,
    remedy: onNodes(
      nodes,
      'have bird know the network of the next hop (protocol direct), or the neighbour name one that is known (next hop self)',
    ),
  }
}

/** The route that a router takes to an address, where it was told that and cannot use it. */
function lostRoute(view: View, node: string, to: string): DaemonRoute | undefined {
  const bird = birdOf(view, node)
  const route = bird && bestRoute(bird, to)
  const lost = route?.type === 'unreachable' && route.source === 'bgp' && route.nextHop !== undefined
  return lost ? route : undefined
}

function lostText(view: View, node: string, routes: readonly DaemonRoute[]): string {
  const hops = [...new Set(routes.map(({ nextHop = '' }) => nextHop))]
  const bird = birdOf(view, node)
  const tellers = [...new Set(routes.map((route) => (bird && tellerOf(view, bird, route)) ?? 'somebody'))]
  const what = listed(routes.map(({ to }) => to))
  return `${node} was told of ${what} by ${listed(tellers)} with next hop ${listed(hops)}, to which its bird knows no way`
}
