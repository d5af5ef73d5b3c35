import type { Exchange, Journey } from '../../journey/types.ts'
import { every, provenBy, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import { openingOf } from '../opening.ts'
import type { ModeRoles } from '../roles.ts'
import { isFin, isReset, isSyn, isSynAck } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { atServers, trafficOf } from '../traffic.ts'
import { framesOf, receiver, repliesOf, requestsOf, sender, type View } from '../view.ts'
import { tally, tallyText } from '../words.ts'

const wordingOf = (view: View, { probe, client }: ModeRoles) => ({
  noun: 'exchange',
  none: `no packet of probe ${probe} was seen`,
  points: pointsOf(view.lab, client),
})

/** What makes a proxy, whatever its layer: the client's connection ends there, and another one begins. */
export const twoHandshakes: ModePromise = (roles) => ({
  stage: 'whole',
  title: 'Client and real server have a handshake each, with the proxy',
  expected: `${roles.labels.station}:${roles.director} and ${roles.director}:${roles.labels.server}, initial sequence numbers of their own`,
  check: (view) =>
    every(view, trafficOf(view, roles).exchanges, wordingOf(view, roles), (exchange) =>
      showHandshakes(view, roles, exchange),
    ),
})

function showHandshakes(view: View, { director, servers }: ModeRoles, exchange: Exchange): Shown {
  const other = atServers(view, exchange)
  if (other === exchange) return { deviation: { text: `${director} opened no connection for it` } }
  const [near, far] = [handshakeOf(view, exchange), handshakeOf(view, other)]
  if (near === undefined || far === undefined) return { deviation: { text: 'a handshake was not seen' } }
  const frames = [near, far].flatMap(({ syn, synAck }) => [...framesOf(syn), ...framesOf(synAck)])
  const [from, to] = [far.syn.hops[0], far.syn.hops.at(-1)]
  const apart = from && sender(view, from) === director && to && servers.includes(receiver(view, to))
  if (!apart) return { deviation: { text: `it was served by another connection than one of ${director}` } }
  const kept = near.syn.sequence === far.syn.sequence || near.synAck.sequence === far.synAck.sequence
  return kept ? { deviation: { text: 'the initial sequence number was passed on' } } : { frames }
}

function handshakeOf(view: View, exchange: Exchange): { syn: Journey; synAck: Journey } | undefined {
  const syn = requestsOf(view, exchange).find(isSyn)
  const synAck = repliesOf(view, exchange).find(isSynAck)
  return syn && synAck && { syn, synAck }
}

/** Each connection is closed by its own ends; the one to the server may be cut short, or kept for others. */
export const closedByItself: ModePromise = (roles) => ({
  stage: 'end',
  title: "The client's connection is closed in good order, and the server's for itself",
  expected: `FIN from ${roles.labels.station} and from ${roles.director}, no RST; to servers FIN from both, RST, or kept open`,
  check: (view) => {
    const { exchanges } = trafficOf(view, roles)
    const wording = wordingOf(view, roles)
    const points = [...wording.points, ...pointsOf(view.lab, roles.director)]
    const finding = every(view, exchanges, { ...wording, points }, (exchange) => showCloses(view, exchange))
    if (finding.status !== 'pass') return finding
    const first = (side: (exchange: Exchange) => Exchange) =>
      tally(exchanges.map((exchange) => closerOf(view, side(exchange))))
    const [near, far] = [first((one) => one), first((one) => atServers(view, one))]
    const observed = `first FIN to the client's side: ${tallyText(near)}; to the servers': ${tallyText(far)}`
    return provenBy(view, far.has(KEPT) ? points : [], { ...finding, observed })
  },
})

function showCloses(view: View, exchange: Exchange): Shown {
  const [near, far] = [endsOf(view, exchange), endsOf(view, atServers(view, exchange))]
  if (near.reset !== undefined) return { deviation: { text: 'RST', frame: frameAt(near.reset) } }
  if (near.fins.length < 2) return { deviation: { text: 'no FIN from one of both' } }
  const isKept = far.fins.length === 0 && !isToClose(view, exchange)
  if (!isKept && far.reset === undefined && far.fins.length < 2)
    return { deviation: { text: 'no FIN from one of both, nor RST, to the server' } }
  return { frames: [...near.fins, ...far.fins].flatMap(framesOf) }
}

/** How a connection ended: the first FIN of each side, and the first RST. */
function endsOf(view: View, exchange: Exchange): { fins: Journey[]; reset: Journey | undefined } {
  const sides = [requestsOf(view, exchange), repliesOf(view, exchange)]
  return { fins: sides.flatMap((journeys) => journeys.find(isFin) ?? []), reset: sides.flat().find(isReset) }
}

/** A server that was asked to close after its answer (RFC 9112, section 9.6) is not kept for anybody. */
const isToClose = (view: View, exchange: Exchange): boolean =>
  /\bclose\b/i.test(openingOf(view, exchange)?.request?.headers.connection ?? '')

const frameAt = (journey: Journey): number => framesOf(journey)[0] as number

/** Nobody ended it: a proxy may use it again. */
const KEPT = 'kept open'

/** Who was first to end a connection. */
function closerOf(view: View, exchange: Exchange): string {
  const ends = [...requestsOf(view, exchange), ...repliesOf(view, exchange)].filter(
    (journey) => isFin(journey) || isReset(journey),
  )
  const [first] = ends.toSorted((a, b) => a.id - b.id)
  const hop = first?.hops[0]
  if (first === undefined || hop === undefined) return KEPT
  return `${sender(view, hop)}${isReset(first) ? ' (RST)' : ''}`
}
