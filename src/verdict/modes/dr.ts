import type { PromisesOf } from '../mode.ts'
import { arpClientAsked } from '../promises/ask-client.ts'
import { requestForwarded } from '../promises/forward.ts'
import { replyBypassesDirector, replyDirect } from '../promises/reply.ts'
import { untouched } from '../promises/rewrite.ts'
import { common } from './common.ts'

/** Direct routing: other MACs around the same packet, and real servers that answer by themselves. */
export const dr: PromisesOf<'dr'> = {
  ...common,
  'request-forwarded': requestForwarded(untouched),
  'arp-client-asked': arpClientAsked,
  'reply-direct': replyDirect,
  'reply-bypasses-director': replyBypassesDirector,
}
