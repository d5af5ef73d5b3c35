import { covers, lengthOf } from './prefix.ts'
import type { NodeState, RouteState } from './types.ts'

/** Rules of a namespace that nobody changed: table local first, then main, then default (ip-rule(8)). */
const TABLES = ['local', 'main', 'default']

/** Types of routes that packets are sent or taken in by (ip-route(8)). */
export const LEADING: readonly string[] = ['unicast', 'local']

/** The route that the kernel would take to `address`: first table with a match, longest prefix within it. */
export function routeTo(state: NodeState, address: string): RouteState | undefined {
  for (const table of TABLES) {
    const matches = state.routes.filter((route) => route.table === table && covers(route.to, address))
    if (matches.length > 0) return matches.reduce((best, route) => (longer(route, best) ? route : best))
  }
  return undefined
}

function longer(route: RouteState, best: RouteState): boolean {
  return lengthOf(route.to) > lengthOf(best.to)
}

/** A route as ip-route(8) prints it: `local 10.0.0.0/24 dev lo`, `10.0.0.2 via 10.0.0.3`. */
export function routeText(route: RouteState): string {
  const type = route.type === 'unicast' ? '' : `${route.type} `
  const via = route.via === undefined ? '' : ` via ${route.via}`
  const dev = route.dev === undefined || via !== '' ? '' : ` dev ${route.dev}`
  return `${type}${route.to}${via}${dev}`
}
