import type { Conversation } from './conversations.ts'
import type { Track } from './tracks.ts'

/**
 * For each connection that a proxy took, the one that it has elsewhere to serve it. A balancer passes one handshake
 * on; a proxy makes two, each with its own initial sequence numbers. Two connections belong together where the node
 * that answered the first opened the second while the first was open, and was answered there no later than it
 * answered here; of several the earliest that carries the same request counts, or the
 * earliest of all, and each only once. Where it opened none, it may have asked on one
 * that it had opened before and kept. `server` tells the node that answered a connection.
 */
export function upstreamsOf(
  conversations: readonly Conversation[],
  server: (conversation: Conversation) => string | undefined,
): Map<Conversation, Conversation> {
  const byOpener = Map.groupBy(conversations, ({ requests: [first] }) => first?.steps[0]?.from)
  const inners = conversations.flatMap((inner) => {
    const node = server(inner)
    return node !== undefined && isHandshake(inner) && !isPeering(inner)
      ? [{ inner, opened: byOpener.get(node) ?? [] }]
      : []
  })
  const upstreams = new Map<Conversation, Conversation>()
  const taken = new Set<Conversation>()
  for (const { inner, opened } of inners) {
    const fitting = opened.filter((other) => !taken.has(other) && serves(other, inner))
    const outer = fitting.find((other) => isSameRequest(other, inner)) ?? fitting[0]
    if (outer === undefined) continue
    upstreams.set(inner, outer)
    taken.add(outer)
  }
  const used = new Set<Track>()
  for (const { inner, opened } of inners) {
    const kept = upstreams.has(inner) ? undefined : keptFor(inner, opened, used)
    if (kept !== undefined) upstreams.set(inner, kept)
  }
  return upstreams
}

/** Whoever speaks BGP has a connection with each neighbour, and opens them at one time: none serves another. */
const isPeering = ({ opening }: Conversation): boolean => opening.destinationPort === BGP

/** Port of BGP (RFC 4271, section 8). */
const BGP = 179

/** The initiator's SYN was seen and answered with a SYN-ACK. */
function isHandshake({ initial, replies }: Conversation): boolean {
  return initial !== undefined && replies.some(({ journey }) => journey.flags === 'S.')
}

function serves(outer: Conversation, inner: Conversation): boolean {
  if (isNoOther(outer, inner)) return false
  return outer.first > inner.first && outer.first < lastOf(inner) && answeredFirst(outer, inner)
}

/** A check of a server's health asks for something else than the client who waits meanwhile. */
function isSameRequest(outer: Conversation, inner: Conversation): boolean {
  const [there, here] = [outer, inner].map(({ requests }) => dataOf(requests)[0]?.beginning)
  return here !== undefined && there === here
}

const isNoOther = (outer: Conversation, inner: Conversation): boolean =>
  outer === inner || outer.initial === undefined || outer.initial === inner.initial

function answeredFirst(outer: Conversation, inner: Conversation): boolean {
  const here = answerOf(inner)
  return here === undefined || (dataOf(outer.replies)[0]?.first ?? Number.POSITIVE_INFINITY) <= here
}

/** One on which something was asked, and answered, between the request and its answer here; each request serves once. */
function keptFor(
  inner: Conversation,
  opened: readonly Conversation[],
  used: Set<Track>,
): Conversation | undefined {
  const [asked, answered] = [dataOf(inner.requests)[0]?.first, answerOf(inner)]
  if (asked === undefined || answered === undefined) return undefined
  for (const outer of opened) {
    if (isNoOther(outer, inner) || outer.first > inner.first) continue
    const request = dataOf(outer.requests).find(
      (track) => !used.has(track) && track.first > asked && track.first < answered,
    )
    const reply = dataOf(outer.replies).find(({ first }) => request && first > request.first)
    if (request === undefined || reply === undefined || reply.first > answered) continue
    used.add(request)
    return outer
  }
  return undefined
}

/** The first frame of the answer. Where the server speaks first, a proxy may greet by itself: then the last counts. */
function answerOf({ requests, replies }: Conversation): number | undefined {
  const told = dataOf(replies)
  const asked = dataOf(requests)[0]?.first ?? Number.POSITIVE_INFINITY
  const [first] = told
  return first !== undefined && first.first < asked ? told.at(-1)?.first : first?.first
}

const dataOf = (tracks: readonly Track[]): Track[] =>
  tracks.filter(({ journey }) => journey.payloadLength > 0)

function lastOf({ requests, replies }: Conversation): number {
  return Math.max(...[...requests, ...replies].map(({ last }) => last))
}
