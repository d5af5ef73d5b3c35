import type { Conversation } from './conversations.ts'
import type { Track } from './tracks.ts'

/** The node that the first reply came from. */
export function replierOf({ replies }: Conversation): string | undefined {
  return replies[0]?.steps[0]?.from
}

/** The node that the request reached in the end; of a request that was sent again, that which came furthest. */
export function receiverOf({ requests }: Conversation): string | undefined {
  const furthest = requests.reduce<Track | undefined>(
    (best, track) => (best && best.steps.length >= track.steps.length ? best : track),
    undefined,
  )
  return furthest && lastNode(furthest)
}

/** Of a packet that was lost, the node that sent it last, if it was not its first. */
function lastNode({ journey: { disposition }, steps }: Track): string | undefined {
  const last = steps.at(-1)
  if (disposition === 'broadcast') return undefined
  if (disposition !== 'lost') return last?.to
  return steps.length > 1 ? last?.from : undefined
}

/** The node that answered a request by itself, where the node that received it is the one that answered. */
export function localServerOf(conversation: Conversation): string | undefined {
  const replier = replierOf(conversation)
  const receiver = receiverOf(conversation)
  return receiver === undefined || receiver === replier ? replier : undefined
}
