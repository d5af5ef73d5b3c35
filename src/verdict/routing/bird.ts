import { addressOf, covers, lengthOf } from '../prefix.ts'
import type { BirdState, DaemonRoute, RouteState } from '../types.ts'
import { holderOf, type View } from '../view.ts'

/** What a node's bird says; undefined where it has none, or that did not answer. */
export function birdOf(view: View, node: string): BirdState | undefined {
  const bird = view.stateByNode.get(node)?.bird
  return bird?.text.protocols === '' ? undefined : bird
}

/** The route of bird's that became a route of the kernel. */
export function routeFor({ routes }: BirdState, kernel: Pick<RouteState, 'to'>): DaemonRoute | undefined {
  return routes.find(({ best, to }) => best && keyOf(to) === keyOf(kernel.to))
}

/** The route that bird takes to an address: the longest of its best ones. */
export function bestRoute({ routes }: BirdState, address: string): DaemonRoute | undefined {
  return routes
    .filter(({ best, to }) => best && covers(to, address))
    .toSorted((one, other) => lengthOf(other.to) - lengthOf(one.to))[0]
}

/** The neighbour that has told a route, as a node; undefined where it came from no session. */
export function tellerOf(view: View, { sessions }: BirdState, { protocol }: DaemonRoute): string | undefined {
  const session = sessions.find(({ name }) => name === protocol)
  return session && holderOf(view, session.neighbour)
}

/** One text for `default` and 0.0.0.0/0, and for 10.0.0.1 and 10.0.0.1/32. */
const keyOf = (to: string): string => `${to === 'default' ? '0.0.0.0' : addressOf(to)}/${lengthOf(to)}`
