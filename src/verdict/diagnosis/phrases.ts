import { named } from '../../journey/notation.ts'
import { routeText } from '../routes.ts'
import type { RouteState } from '../types.ts'
import { listed } from '../words.ts'
import type { Scene } from './scene.ts'

/** Says what nodes have in common once: `on rs1 and rs2, …`, and what differs one by one. */
export function grouped(nodes: readonly string[], describe: (node: string) => string): string {
  const groups = new Map<string, string[]>()
  for (const node of nodes) {
    const text = describe(node)
    groups.set(text, [...(groups.get(text) ?? []), node])
  }
  return [...groups].map(([text, members]) => `on ${listed(members)}, ${text}`).join('; ')
}

/** A remedy as commands to be typed on nodes. */
export function onNodes(nodes: readonly string[], ...commands: readonly string[]): string {
  return `on ${listed(nodes)}: ${commands.join('; ')}`
}

/** The command for routes of an address's family. */
export function ipRoute(address: string): string {
  return address.includes(':') ? 'ip -6 route' : 'ip route'
}

/** The command for netfilter's rules of an address's family. */
export function filterTool(address: string): string {
  return address.includes(':') ? 'ip6tables' : 'iptables'
}

/** A route with names for its addresses: `CIP via DIP`. */
export function routeNamed({ view }: Scene, route: RouteState): string {
  return named(routeText(route), view.names)
}

/** The same with its interface, also where a gateway stands for it: `default via GW, by eth0`. */
export function wayNamed(scene: Scene, route: RouteState): string {
  return route.via === undefined ? routeNamed(scene, route) : `${routeNamed(scene, route)}, by ${route.dev}`
}
