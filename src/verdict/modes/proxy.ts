import type { PromisesOf } from '../mode.ts'
import { closedByItself, twoHandshakes } from '../promises/apart.ts'
import { requestToDirector } from '../promises/arrival.ts'
import { arpOneResponder, arpVipAsked, clientNeighbour } from '../promises/ask-vip.ts'
import { modeInferred } from '../promises/inferred.ts'
import { replyAsVip, replyToDirector, serverSees } from '../promises/return.ts'
import { answered } from '../promises/whole.ts'

/** A proxy: it answers the client itself, and asks a real server by a connection of its own. */
export const proxy: PromisesOf<'proxy'> = {
  answered,
  'arp-vip-asked': arpVipAsked,
  'arp-one-responder': arpOneResponder,
  'client-neighbour': clientNeighbour,
  'request-to-director': requestToDirector,
  'server-sees-director': serverSees('director'),
  'reply-to-director': replyToDirector('director'),
  'reply-as-vip': replyAsVip,
  'two-handshakes': twoHandshakes,
  'closed-by-itself': closedByItself,
  'mode-inferred': modeInferred,
}
