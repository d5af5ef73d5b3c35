import { type Balancing, balancingsOf } from './balancing.ts'
import { claimsOf } from './claims.ts'
import { type Conversation, conversationsOf } from './conversations.ts'
import { upstreamsOf } from './proxy.ts'
import { localServerOf, receiverOf, replierOf } from './servers.ts'
import type { Track } from './tracks.ts'
import type { Exchange } from './types.ts'

/** What the packets show that the balancer did. */
type Conclusion = Pick<Exchange, 'tiers' | 'mode' | 'director' | 'server' | 'upstream'>

/** Exchanges in order of their first journey. `tracks` in order of first sighting. */
export function exchangesOf(tracks: readonly Track[]): Exchange[] {
  const conversations = conversationsOf(tracks)
  return conclusionsOf(conversations, tracks).map((conclusion, index) => {
    const { opening, requests, replies, errors } = conversations[index] as Conversation
    const { sequence: _, ...endpoints } = opening
    const journeys = { requests: idsOf(requests), replies: idsOf(replies), errors: idsOf(errors) }
    return { id: index + 1, ...endpoints, ...journeys, ...conclusion }
  })
}

/**
 * A balancer where one shows itself (see balancing.ts); a proxy where the node that answered opened a connection
 * of its own (see proxy.ts); local where it did not; none where nobody answered, or not the node that received
 * the request.
 */
function conclusionsOf(conversations: readonly Conversation[], tracks: readonly Track[]): Conclusion[] {
  const claims = claimsOf(tracks)
  const balancings = new Map(conversations.map((one) => [one, balancingsOf(one, claims)]))
  const balanced = (one: Conversation) => balancings.get(one) ?? []
  const local = (one: Conversation) => (balanced(one).length > 0 ? undefined : localServerOf(one))
  const upstreams = upstreamsOf(conversations, local)
  return conversations.map((one) => {
    const outer = upstreams.get(one)
    if (outer === undefined) return direct(one, balanced(one))
    const server = replierOf(outer)
    const upstream = conversations.indexOf(outer) + 1
    return {
      tiers: [],
      mode: 'proxy',
      ...named('director', local(one)),
      ...named('server', server),
      upstream,
    }
  })
}

function direct(conversation: Conversation, balancings: readonly Balancing[]): Conclusion {
  const server = named('server', replierOf(conversation) ?? receiverOf(conversation))
  const [first] = balancings
  if (first === undefined)
    return { tiers: [], mode: localServerOf(conversation) === undefined ? 'none' : 'local', ...server }
  const tiers = balancings.map((one, index) => {
    const next = balancings[index + 1]
    return { ...one, ...(next === undefined ? server : { server: next.director }) }
  })
  return { tiers, ...first, ...server }
}

function named<Key extends string>(key: Key, node: string | undefined): Partial<Record<Key, string>> {
  return node === undefined ? {} : ({ [key]: node } as Record<Key, string>)
}

function idsOf(tracks: readonly Track[]): number[] {
  return tracks.map(({ journey }) => journey.id)
}
