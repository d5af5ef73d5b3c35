import type { PromisesOf } from '../mode.ts'
import { arpClientAsked } from '../promises/ask-client.ts'
import { requestForwarded } from '../promises/forward.ts'
import { replyBypassesDirector, replyDirect } from '../promises/reply.ts'
import { wrapped } from '../promises/rewrite.ts'
import { innerUntouched, outerHeader } from '../promises/tunnel.ts'
import { common } from './common.ts'

/** Tunnels: the packet inside of another one, to real servers anywhere, which answer by themselves. */
export const tun: PromisesOf<'tun'> = {
  ...common,
  'request-forwarded': requestForwarded(wrapped),
  'outer-header': outerHeader,
  'inner-untouched': innerUntouched,
  'arp-client-asked': arpClientAsked,
  'reply-direct': replyDirect,
  'reply-bypasses-director': replyBypassesDirector,
}
