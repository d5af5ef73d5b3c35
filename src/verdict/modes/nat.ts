import type { PromisesOf } from '../mode.ts'
import { requestForwarded } from '../promises/forward.ts'
import { replyToDirector, replyTranslated, serverSees } from '../promises/return.ts'
import { destinationRewritten } from '../promises/rewrite.ts'
import { common } from './common.ts'

/** Masquerading: the destination is rewritten on the way in, the source on the way back, and both pass the director. */
export const nat: PromisesOf<'nat'> = {
  ...common,
  'request-forwarded': requestForwarded(destinationRewritten),
  'server-sees-client': serverSees('client'),
  'reply-to-director': replyToDirector('client'),
  'reply-translated': replyTranslated,
}
