import type { ModePromises } from '../mode.ts'
import { requestToDirector } from '../promises/arrival.ts'
import { arpNextAsked } from '../promises/ask-server.ts'
import { arpOneResponder, arpVipAsked, clientNeighbour } from '../promises/ask-vip.ts'
import { ttlMinusOne } from '../promises/forward.ts'
import { modeInferred } from '../promises/inferred.ts'
import { fdb, ipvsCounters } from '../promises/kernel.ts'
import { answered, sequenceKept } from '../promises/whole.ts'

/** What every mode promises: a request's way to the director, and the conversation as a whole. */
export const common = {
  answered,
  'arp-vip-asked': arpVipAsked,
  'arp-one-responder': arpOneResponder,
  'client-neighbour': clientNeighbour,
  'request-to-director': requestToDirector,
  'arp-rip-asked': arpNextAsked,
  'ttl-minus-one': ttlMinusOne,
  'sequence-kept': sequenceKept,
  fdb,
  'mode-inferred': modeInferred,
  'ipvs-counters': ipvsCounters,
} satisfies ModePromises
