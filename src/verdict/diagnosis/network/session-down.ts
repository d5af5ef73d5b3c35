import type { TimedEvent } from '../../../lab/timeline/types.ts'
import { lengthOf } from '../../prefix.ts'
import { LEADING, routeTo } from '../../routes.ts'
import { bestRoute, birdOf } from '../../routing/bird.ts'
import type { BgpSession, DaemonRoute } from '../../types.ts'
import { holderOf, type View } from '../../view.ts'
import { onNodes } from '../phrases.ts'
import type { Concern, Lookup } from './concern.ts'
import type { NetworkDetector } from './detector.ts'

/** A session that a node does not have, by the word of its routing daemon. */
interface Missing {
  readonly node: string
  readonly partner: string
  readonly session: BgpSession
}

/** Sessions that are configured and not established, but for those of routers that the timeline has done something to. */
export const sessionDown: NetworkDetector = (view, concern) => {
  const missing = together(missingSessions(view), routersIn(view, concern))
  if (missing.length === 0) return undefined
  const nodes = culprits(view, missing)
  return {
    nodes,
    text: `${missing.map(missingText).join('; ')}.`,
    remedy: onNodes(nodes, 'look at birdc show protocols all, and at what its neighbours say of it'),
  }
}

/** Sessions of these routers, and all others of those with whom they should have them: who is it that has none? */
function together(missing: readonly Missing[], routers: ReadonlySet<string>): Missing[] {
  const own = missing.filter((one) => endsOf(one).some((end) => routers.has(end)))
  const ends = new Set(own.flatMap(endsOf))
  return missing.filter((one) => endsOf(one).some((end) => ends.has(end)))
}

const endsOf = ({ node, partner }: Missing): string[] => [node, partner]

/**
 * Routers whose sessions the failure can come of. Where packets only had to arrive, these are routers that know no way,
 * and those that should have told them of one.
 */
function routersIn(view: View, { node, lookups, way }: Concern): Set<string> {
  const failed = way ? lookups : lookups.filter((one) => !knowsWay(view, one))
  const origins = failed.flatMap(({ to }) => originsOf(view, to))
  return new Set([...(node === undefined ? [] : [node]), ...failed.map((one) => one.node), ...origins])
}

function knowsWay(view: View, { node, to }: Lookup): boolean {
  const state = view.stateByNode.get(node)
  if (state === undefined) return true // nobody in particular: a packet for everybody, or for an unknown MAC
  const route = routeTo(state, to)
  return route !== undefined && LEADING.includes(route.type)
}

/** Routers that have the longest prefix of an address without having been told. */
function originsOf(view: View, address: string): string[] {
  const known = view.lab.nodes.flatMap(({ name: node }) => {
    const bird = birdOf(view, node)
    const route = bird && bestRoute({ ...bird, routes: bird.routes.filter(isOwn) }, address)
    return route === undefined ? [] : [{ node, length: lengthOf(route.to) }]
  })
  const longest = Math.max(...known.map(({ length }) => length))
  return known.flatMap(({ node, length }) => (length === longest ? [node] : []))
}

const isOwn = ({ source }: DaemonRoute): boolean => source !== 'bgp'

function missingSessions(view: View): Missing[] {
  const touched = touchedNodes(view)
  return view.lab.nodes.flatMap(({ name: node }) =>
    (birdOf(view, node)?.sessions ?? []).flatMap((session) => {
      const partner = holderOf(view, session.neighbour)
      const excused = touched.has(node) || touched.has(partner)
      return session.state === 'Established' || excused ? [] : [{ node, partner, session }]
    }),
  )
}

const touchedNodes = ({ lab }: View): Set<string> => new Set((lab.timeline?.events ?? []).flatMap(nodesCutBy))

/** Nodes whose sessions an event can end: by their links, addresses or routing daemons, or by a command that may do anything. */
function nodesCutBy(event: TimedEvent): readonly string[] {
  switch (event.kind) {
    case 'down':
    case 'up':
    case 'netem':
    case 'run':
      return [event.node]
    case 'cut':
    case 'join':
      return event.nodes
    case 'move':
      return [event.from.node, event.to.node]
    case 'weight':
    case 'announce':
      return []
    default:
      return event.daemon === 'bird' ? [event.node] : []
  }
}

/** Who has none of these sessions with anybody; where that is nobody, both ends, as far as they are nodes. */
function culprits({ lab }: View, missing: readonly Missing[]): string[] {
  const all = new Set(missing.flatMap(endsOf))
  const ends = lab.nodes.flatMap(({ name }) => (all.has(name) ? [name] : []))
  const everywhere = ends.filter((end) =>
    missing.every(({ node, partner }) => end === node || end === partner),
  )
  return everywhere.length === 1 ? everywhere : ends
}

function missingText({ node, partner, session: { state, lastError } }: Missing): string {
  const why = lastError === undefined ? '' : `, last error: ${lastError}`
  return `${node} has no BGP session with ${partner} (${state}${why})`
}
