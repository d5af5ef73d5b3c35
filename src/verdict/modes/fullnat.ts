import type { PromisesOf } from '../mode.ts'
import { requestForwarded } from '../promises/forward.ts'
import { replyToDirector, replyTranslated, serverSees } from '../promises/return.ts'
import { bothRewritten } from '../promises/rewrite.ts'
import { common } from './common.ts'

/** Full NAT: source and destination are rewritten both ways, so that real servers know the director alone. */
export const fullnat: PromisesOf<'fullnat'> = {
  ...common,
  'request-forwarded': requestForwarded(bothRewritten),
  'server-sees-director': serverSees('director'),
  'reply-to-director': replyToDirector('director'),
  'reply-translated': replyTranslated,
}
