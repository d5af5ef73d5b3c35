import { type FlowPacket, flowKey, reversed } from './flow.ts'
import type { Track } from './tracks.ts'

/** The journeys of one connection, before anything is concluded from them. */
export interface Conversation {
  /** The initiator's first packet as it was sent. */
  readonly opening: FlowPacket
  /** Initial sequence number of the initiator, where its SYN was seen. */
  readonly initial?: number
  /** Its first frame. */
  readonly first: number
  readonly requests: Track[]
  readonly replies: Track[]
  readonly errors: Track[]
}

type Side = 'requests' | 'replies'

/** One direction of a conversation, found by its flow. */
interface Part {
  readonly conversation: Conversation
  readonly side: Side
}

/**
 * Gathers the journeys of each connection in both directions. A journey whose hops belong to different flows
 * links them: that is how a rewrite is followed. The SYNs come first, so that neither the order of capture nor
 * a reply seen before its request decides who the initiator is. `tracks` in order of first sighting.
 */
export function conversationsOf(tracks: readonly Track[]): Conversation[] {
  const book = new Book()
  const [syns, others] = partition(tracks, isSyn)
  for (const track of syns) book.addSyn(track)
  for (const track of others) book.add(track)
  for (const track of tracks) book.addError(track)
  return book.conversations.map(inOrder).sort((a, b) => firstId(a) - firstId(b))
}

class Book {
  readonly conversations: Conversation[] = []
  private readonly parts = new Map<string, Part[]>()

  /** A SYN with another sequence number begins another connection; one with the same was sent again. */
  addSyn(track: Track): void {
    const known = this.partsOf(track.flows)
    const same = known.find(({ conversation }) => conversation.initial === track.journey.sequence)
    this.join(track, same ?? this.open(track, 'requests', track.journey.sequence))
  }

  add(track: Track): void {
    const [first] = track.flows
    if (first === undefined) return
    const known = nearest(this.partsOf(track.flows), track.first, track.journey)
    this.join(track, known ?? this.open(track, sideOfFirst(track)))
  }

  addError(track: Track): void {
    if (track.quote === undefined) return
    const about = nearest(this.partsOf([track.quote]), track.first, track.quote)
    about?.conversation.errors.push(track)
  }

  private partsOf(flows: readonly FlowPacket[]): Part[] {
    return flows.flatMap((flow) => this.parts.get(flowKey(flow)) ?? [])
  }

  private open(track: Track, side: Side, initial?: number): Part {
    const first = track.flows[0] as FlowPacket
    const conversation: Conversation = {
      opening: side === 'requests' ? first : reversed(first),
      first: track.first,
      ...(initial !== undefined && { initial }),
      requests: [],
      replies: [],
      errors: [],
    }
    this.conversations.push(conversation)
    return { conversation, side }
  }

  private join(track: Track, { conversation, side }: Part): void {
    conversation[side].push(track)
    const other = side === 'requests' ? 'replies' : 'requests'
    for (const flow of track.flows) {
      this.register(flowKey(flow), { conversation, side })
      this.register(flowKey(reversed(flow)), { conversation, side: other })
    }
  }

  private register(key: string, part: Part): void {
    const parts = this.parts.get(key) ?? []
    if (!parts.some(({ conversation }) => conversation === part.conversation))
      this.parts.set(key, [...parts, part])
  }
}

/** What places a segment between two connections that use the same ports one after the other. */
interface Numbers {
  readonly sequence?: number
  readonly acknowledgement?: number
  readonly flags?: string
}

/**
 * Of several connections on the same ports, the one whose initial sequence number lies closest below the
 * segment's (RFC 9293, section 3.4.1: it grows from one to the next); else the latest that had begun by then.
 */
function nearest(parts: readonly Part[], frame: number, numbers: Numbers): Part | undefined {
  const begun = parts.filter(({ conversation }) => conversation.first <= frame)
  return begun.reduce<Part | undefined>((best, part) => {
    return best && distance(best, numbers) < distance(part, numbers) ? best : part
  }, undefined)
}

function distance({ conversation: { initial }, side }: Part, numbers: Numbers): number {
  const acknowledged = numbers.flags?.includes('.') ? numbers.acknowledgement : undefined
  const number = side === 'requests' ? numbers.sequence : acknowledged
  return initial === undefined || number === undefined ? 2 ** 32 : (number - initial) >>> 0
}

function isSyn({ journey: { flags = '' } }: Track): boolean {
  return flags.includes('S') && !flags.includes('.')
}

/** Who sent the first packet seen: a SYN-ACK or an echo reply answers one that was not. */
function sideOfFirst({ journey: { flags = '' }, echo }: Track): Side {
  return flags.includes('S') || echo?.isRequest === false ? 'replies' : 'requests'
}

function inOrder(conversation: Conversation): Conversation {
  for (const side of ['requests', 'replies', 'errors'] as const) {
    conversation[side].sort((a, b) => a.journey.id - b.journey.id)
  }
  return conversation
}

/** Id of the first journey of a conversation; it has a request or a reply. */
function firstId({ requests, replies }: Conversation): number {
  return Math.min(...[...requests.slice(0, 1), ...replies.slice(0, 1)].map(({ journey }) => journey.id))
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
