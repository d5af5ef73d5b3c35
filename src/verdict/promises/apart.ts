import type { Exchange, Journey } from '../../journey/types.ts'
import { every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
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

/** Each connection is closed by its own ends; the one to the server may be kept for others. */
export const closedByItself: ModePromise = (roles) => ({
  stage: 'end',
  title: "The client's connection is closed in good order, and the server's for itself",
  expected: `FIN from ${roles.labels.station} and from ${roles.director}, no RST`,
  check: (view) => {
    const { exchanges } = trafficOf(view, roles)
    const finding = every(view, exchanges, wordingOf(view, roles), (exchange) => showClose(view, exchange))
    if (finding.status !== 'pass') return finding
    const first = (side: (exchange: Exchange) => Exchange) =>
      tallyText(tally(exchanges.map((exchange) => closerOf(view, side(exchange)))))
    const observed = `first FIN to the client's side: ${first((one) => one)}; to the servers': ${first((one) => atServers(view, one))}`
    return { ...finding, observed }
  },
})

function showClose(view: View, exchange: Exchange): Shown {
  const sides = [requestsOf(view, exchange), repliesOf(view, exchange)]
  const reset = sides.flat().find(isReset)
  if (reset !== undefined) return { deviation: { text: 'RST', frame: framesOf(reset)[0] as number } }
  const fins = sides.map((journeys) => journeys.find(isFin))
  if (fins.includes(undefined)) return { deviation: { text: 'no FIN from one of both' } }
  return { frames: fins.flatMap((fin) => (fin ? framesOf(fin) : [])) }
}

/** Who was first to end a connection. */
function closerOf(view: View, exchange: Exchange): string {
  const ends = [...requestsOf(view, exchange), ...repliesOf(view, exchange)].filter(
    (journey) => isFin(journey) || isReset(journey),
  )
  const [first] = ends.toSorted((a, b) => a.id - b.id)
  const hop = first?.hops[0]
  if (first === undefined || hop === undefined) return 'nobody'
  return `${sender(view, hop)}${isReset(first) ? ' (RST)' : ''}`
}
