import { birdOf } from '../../routing/bird.ts'
import type { BgpSession } from '../../types.ts'
import { holderOf, type View } from '../../view.ts'
import { onNodes } from '../phrases.ts'
import type { NetworkDetector } from './detector.ts'

/** A session that a node does not have, by the word of its routing daemon. */
interface Missing {
  readonly node: string
  readonly partner: string
  readonly session: BgpSession
}

/** Sessions that are configured and not established, but for those of routers that the timeline has done something to. */
export const sessionDown: NetworkDetector = (view) => {
  const missing = missingSessions(view)
  const [first] = missing
  if (first === undefined) return undefined
  const nodes = culprits(missing)
  return {
    nodes,
    text: `${missing.map(missingText).join('; ')}.`,
    remedy: onNodes(nodes, 'look at birdc show protocols all, and at what its neighbours say of it'),
  }
}

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

function touchedNodes({ lab }: View): Set<string> {
  const events = lab.timeline?.events ?? []
  return new Set(
    events.flatMap((event) => ('nodes' in event ? event.nodes : 'node' in event ? [event.node] : [])),
  )
}

/** Who has none of these sessions with anybody; where that is nobody, both ends. */
function culprits(missing: readonly Missing[]): string[] {
  const ends = [...new Set(missing.flatMap(({ node, partner }) => [node, partner]))]
  const everywhere = ends.filter((end) =>
    missing.every(({ node, partner }) => end === node || end === partner),
  )
  return everywhere.length === 1 ? everywhere : ends
}

function missingText({ node, partner, session: { state, lastError } }: Missing): string {
  const why = lastError === undefined ? '' : `, last error: ${lastError}`
  return `${node} has no BGP session with ${partner} (${state}${why})`
}
