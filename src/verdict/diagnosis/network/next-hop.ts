import { birdOf, tellerOf } from '../../routing/bird.ts'
import type { DaemonRoute } from '../../types.ts'
import type { View } from '../../view.ts'
import { listed } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { NetworkDetector } from './detector.ts'

/** A router was told the way to a prefix, and knows none to the next hop (RFC 4271, section 9.1.2.1). */
export const nextHopUnreachable: NetworkDetector = (view) => {
  const lost = view.lab.nodes.flatMap(({ name: node }) => {
    const routes = birdOf(view, node)?.routes.filter(isLost) ?? []
    return routes.length === 0 ? [] : [{ node, routes }]
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

const isLost = ({ best, type, source, nextHop }: DaemonRoute): boolean =>
  best && type === 'unreachable' && source === 'bgp' && nextHop !== undefined

function lostText(view: View, node: string, routes: readonly DaemonRoute[]): string {
  const hops = [...new Set(routes.map(({ nextHop = '' }) => nextHop))]
  const bird = birdOf(view, node)
  const tellers = [...new Set(routes.map((route) => (bird && tellerOf(view, bird, route)) ?? 'somebody'))]
  const what = listed(routes.map(({ to }) => to))
  return `${node} was told of ${what} by ${listed(tellers)} with next hop ${listed(hops)}, to which its bird knows no way`
}
