import type { ModePromise } from '../mode.ts'
import { arpClientAsked } from '../promises/ask-client.ts'
import { arpRipAsked } from '../promises/ask-server.ts'
import { arpOneResponder, arpVipAsked, clientNeighbour } from '../promises/ask-vip.ts'
import { requestForwarded, requestToDirector, ttlMinusOne } from '../promises/forward.ts'
import { fdb, ipvsCounters } from '../promises/kernel.ts'
import { replyBypassesDirector, replyDirect } from '../promises/reply.ts'
import { answered, modeInferred, sequenceKept } from '../promises/whole.ts'

/** What direct routing promises: the answer first, then step by step in the order of the packet's way. */
export const dr: readonly ModePromise[] = [
  answered,
  arpVipAsked,
  arpOneResponder,
  clientNeighbour,
  requestToDirector,
  arpRipAsked,
  requestForwarded,
  ttlMinusOne,
  arpClientAsked,
  replyDirect,
  replyBypassesDirector,
  sequenceKept,
  fdb,
  modeInferred,
  ipvsCounters,
]
