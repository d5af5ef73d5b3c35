import type { ModePromise } from '../mode.ts'
import { arpClientAsked, arpRipAsked } from './ask-peers.ts'
import { arpOneResponder, arpVipAsked, clientNeighbour } from './ask-vip.ts'
import { requestForwarded, requestToDirector, ttlMinusOne } from './forward.ts'
import { fdb, ipvsCounters } from './kernel.ts'
import { replyBypassesDirector, replyDirect } from './reply.ts'
import { answered, modeInferred, sequenceKept } from './whole.ts'

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
