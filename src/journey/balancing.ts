import type { Claims } from './claims.ts'
import type { Conversation } from './conversations.ts'
import { isInsideNode, type Step } from './hops.ts'
import type { Track } from './tracks.ts'
import type { Tier } from './types.ts'

/** A node that decided where a request went, and how it sent it there. */
export type Balancing = Pick<Tier, 'mode' | 'director'>

/** Every node on the way of the requests that balanced one of them, in order; each by the first that it balanced. */
export function balancingsOf(conversation: Conversation, claims: Claims): Balancing[] {
  const found = new Map<string, Balancing>()
  for (const request of conversation.requests) {
    const steps = request.steps.filter(({ hop }) => !isInsideNode(hop))
    for (const [index, after] of steps.entries()) {
      const before = steps[index - 1]
      const mode = before && modeOf(before, after, conversation, claims)
      if (mode && !found.has(after.from)) found.set(after.from, { mode, director: after.from })
    }
  }
  return [...found.values()]
}

/**
 * What the node between two hops did, each rule on its own evidence:
 * - an outer header more: a tunnel, whatever becomes of the packet;
 * - another destination: masquerade; with another source as well, full NAT. Routers change neither, and a
 *   gateway that hides its clients (source NAT) changes only the source;
 * - neither: a router, or direct routing, see {@link isDirectRouting}.
 */
function modeOf(
  before: Step,
  after: Step,
  conversation: Conversation,
  claims: Claims,
): Balancing['mode'] | undefined {
  const tunnel = after.hop.encapsulation.at(-1)
  if (tunnel && after.hop.encapsulation.length > before.hop.encapsulation.length)
    return `tun-${tunnel.protocol}`
  if (after.hop.encapsulation.length > 0) return undefined
  const { source, destination, destinationPort } = before.hop
  if (destination !== after.hop.destination || destinationPort !== after.hop.destinationPort) {
    return source === after.hop.source ? 'nat' : 'fullnat'
  }
  return isDirectRouting(before, after, conversation, claims) ? 'dr' : undefined
}

/**
 * Direct routing and plain routing change the same fields: MACs and TTL. They differ in whom the packet was for.
 * 1. The node has claimed the destination as its own in ARP, and passed the packet on all the same: a director.
 *    (A proxy that answers ARP for others would look the same.)
 * 2. It has asked who has the destination: a router on the last segment.
 * 3. Without such evidence (neighbour entries were there before the capture): a director where the next node
 *    answered from the destination address, and the answer did not come back this way, and either the packet
 *    left by the interface that it came in by (a router would send the sender there directly), or the node
 *    found the next one under another address than the destination, which is how a director knows real servers.
 */
function isDirectRouting(before: Step, after: Step, { replies }: Conversation, claims: Claims): boolean {
  const node = after.from
  const { destination } = before.hop
  const asked = claims.askedBy(node)
  if (claims.owns(node, destination)) return true
  if (asked.has(destination)) return false
  const answeredBeyond = replies.some(({ steps: [first] }) => {
    return first?.from === after.to && first.hop.source === destination
  })
  if (!answeredBeyond || replies.some((reply) => passes(reply, node))) return false
  const sameInterface = before.hop.destinationMac === after.hop.sourceMac
  return sameInterface || [...asked].some((address) => claims.owns(after.to, address))
}

function passes({ steps }: Track, node: string): boolean {
  return steps.some(({ from, to }) => from === node || to === node)
}
