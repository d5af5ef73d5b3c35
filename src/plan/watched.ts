import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { daemonName } from './daemons.ts'

/** Nodes whose addresses come and go on a timeline: those with keepalived, and those that addresses are moved between. */
export function watchedNodes({ nodes, timeline }: Lab): Node[] {
  if (!timeline) return []
  const moving = timeline.events.flatMap((event) =>
    event.kind === 'move' ? [event.from.node, event.to.node] : [],
  )
  return nodes.filter(({ name, keepalived }) => keepalived || moving.includes(name))
}

/** Names of a node's daemons that a timeline is about: keepalived, and those that something happens to. */
export function watchedDaemons({ timeline }: Lab, { name, keepalived }: Node): string[] {
  if (!timeline) return []
  const touched = timeline.events.flatMap((event) =>
    'daemon' in event && event.node === name ? [event.daemon] : [],
  )
  const kinds = new Set([...(keepalived ? ['keepalived' as const] : []), ...touched])
  return [...kinds].map((kind) => daemonName(name, kind))
}
