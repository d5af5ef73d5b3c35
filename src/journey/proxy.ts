import type { Conversation } from './conversations.ts'
import type { Track } from './tracks.ts'

/**
 * For each connection that a proxy took, the one that it opened elsewhere to serve it. A balancer passes one
 * handshake on; a proxy makes two, each with its own initial sequence numbers. Two connections belong together
 * where the node that answered the first opened the second while the first was open, and was answered there no
 * later than it answered here. Of several the earliest counts, and each only once. `server` tells the node that
 * answered a connection.
 */
export function upstreamsOf(
  conversations: readonly Conversation[],
  server: (conversation: Conversation) => string | undefined,
): Map<Conversation, Conversation> {
  const upstreams = new Map<Conversation, Conversation>()
  const taken = new Set<Conversation>()
  const byOpener = Map.groupBy(conversations, ({ requests: [first] }) => first?.steps[0]?.from)
  for (const inner of conversations) {
    const node = server(inner)
    if (node === undefined || !isHandshake(inner)) continue
    const opened = byOpener.get(node) ?? []
    const outer = opened.find((other) => !taken.has(other) && serves(other, inner))
    if (outer === undefined) continue
    upstreams.set(inner, outer)
    taken.add(outer)
  }
  return upstreams
}

/** The initiator's SYN was seen and answered with a SYN-ACK. */
function isHandshake({ initial, replies }: Conversation): boolean {
  return initial !== undefined && replies.some(({ journey }) => journey.flags === 'S.')
}

function serves(outer: Conversation, inner: Conversation): boolean {
  if (outer === inner || outer.initial === undefined || outer.initial === inner.initial) return false
  return outer.first > inner.first && outer.first < lastOf(inner) && answeredFirst(outer, inner)
}

function answeredFirst(outer: Conversation, inner: Conversation): boolean {
  const here = firstData(inner.replies)
  return here === undefined || (firstData(outer.replies) ?? Number.POSITIVE_INFINITY) <= here
}

function firstData(tracks: readonly Track[]): number | undefined {
  return tracks.find(({ journey }) => journey.payloadLength > 0)?.first
}

function lastOf({ requests, replies }: Conversation): number {
  return Math.max(...[...requests, ...replies].map(({ last }) => last))
}
