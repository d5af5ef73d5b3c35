import type { Exchange, Journey } from '../../journey/types.ts'
import { type Deviation, every, inconclusive, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { isSyn, isSynAck, packetText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { type Attempt, trafficOf } from '../traffic.ts'
import { frameOf, framesOf, receiver, repliesOf, requestsOf, type View } from '../view.ts'

/** The client's own experience, borne out by packets. */
export const answered: ModePromise = (roles) => ({
  stage: 'end',
  title: 'Every request is answered by a real server',
  expected: `answered, by ${roles.labels.answerer}, every time`,
  check: (view) => {
    const { attempts } = trafficOf(view, roles)
    if (attempts.length === 0) return inconclusive(`probe ${roles.probe} made no attempt`)
    const certain = attempts.some(({ attempt }) => attempt.outcome !== 'answered')
    const wording = perExchange(view, roles, 'request')
    return every(view, attempts, certain ? { ...wording, points: [] } : wording, (attempt) =>
      showAnswer(view, roles, attempt),
    )
  },
})

const perExchange = (view: View, { probe, client }: ModeRoles, noun: string) => ({
  noun,
  none: `no packet of probe ${probe} was seen`,
  points: pointsOf(view.lab, client),
})

function showAnswer(view: View, { mode, answerers }: ModeRoles, { attempt, exchange }: Attempt): Shown {
  if (attempt.outcome !== 'answered') return { deviation: endOf(view, attempt.outcome, exchange) }
  if (exchange === undefined) return { deviation: { text: 'answered, but no packet of it was captured' } }
  if (attempt.server !== undefined && !answerers.includes(attempt.server)) {
    return { deviation: { text: `answered by ${attempt.server}` } }
  }
  // A proxy answers by itself where no server does, and one that misreads a request refuses it.
  if (mode === 'proxy' && (attempt.status ?? 0) >= 400) {
    return { deviation: { text: `answered with status ${attempt.status}` } }
  }
  const replies = repliesOf(view, exchange)
  if (replies.length === 0) return { deviation: { text: 'answered, but no reply was captured' } }
  return { frames: replies.flatMap(framesOf).slice(-1) }
}

/** A failed attempt, with the packet that ended it where there is one. */
function endOf(view: View, outcome: string, exchange: Exchange | undefined): Deviation {
  if (exchange === undefined) return { text: outcome }
  const ends = view.journeys.filter(
    ({ id, flags = '' }) =>
      exchange.errors.includes(id) || (exchange.replies.includes(id) && flags.includes('R')),
  )
  const hop = ends[0]?.hops[0]
  if (ends[0] === undefined || hop === undefined) return { text: outcome }
  return { text: `${outcome}, ${packetText(view, hop, ends[0])}`, frame: frameOf(hop) }
}

/** A balancer that keeps one handshake forwards; one that opens its own connection is a proxy. */
export const sequenceKept: ModePromise = (roles) => ({
  stage: 'whole',
  title: 'Client and real server share one handshake',
  expected: `one initial sequence number from ${roles.labels.station} to ${roles.labels.server}, one back`,
  check: (view) => {
    const { exchanges } = trafficOf(view, roles)
    return every(view, exchanges, perExchange(view, roles, 'exchange'), (exchange) =>
      showHandshake(view, roles, exchange),
    )
  },
})

function showHandshake(view: View, { servers }: ModeRoles, exchange: Exchange): Shown {
  if (exchange.upstream !== undefined)
    return { deviation: { text: `${exchange.director} made a handshake of its own with ${exchange.server}` } }
  const syns = requestsOf(view, exchange).filter(isSyn)
  const synAcks = repliesOf(view, exchange).filter(isSynAck)
  const [syn] = syns.filter(({ hops }) => hops.some((hop) => servers.includes(receiver(view, hop))))
  if (syn === undefined) return { deviation: { text: 'no SYN reached a real server' } }
  const [synAck] = synAcks
  if (synAck === undefined) return { deviation: insteadOfSynAck(view, exchange) }
  if (distinct(syns) > 1) return { deviation: { text: 'two initial sequence numbers from the client' } }
  if (distinct(synAcks) > 1) return { deviation: { text: 'two initial sequence numbers from real servers' } }
  if (synAck.acknowledgement !== next(syn.sequence)) {
    return { deviation: { text: 'the SYN-ACK acknowledges another SYN', frame: framesOf(synAck)[0] ?? 0 } }
  }
  return { frames: [...framesOf(syn), ...framesOf(synAck)] }
}

const distinct = (journeys: readonly Journey[]): number =>
  new Set(journeys.map(({ sequence }) => sequence)).size

/** Sequence numbers count modulo 2³² (RFC 9293, section 3.4). */
const next = (sequence: number | undefined): number | undefined =>
  sequence === undefined ? undefined : (sequence + 1) % 2 ** 32

function insteadOfSynAck(view: View, exchange: Exchange): Deviation {
  const [reply] = repliesOf(view, exchange)
  const hop = reply?.hops[0]
  if (reply === undefined || hop === undefined) return { text: 'no SYN-ACK was seen' }
  return { text: `${packetText(view, hop, reply)} in place of SYN-ACK`, frame: frameOf(hop) }
}
