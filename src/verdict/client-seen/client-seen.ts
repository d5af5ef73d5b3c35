import type { Exchange } from '../../journey/types.ts'
import type { ClientSeenExpectation } from '../../lab/expectations/types.ts'
import type { Expectation } from '../expectation.ts'
import { every, type Finding, inconclusive, type Shown } from '../finding.ts'
import { type Opening, openingOf } from '../opening.ts'
import { pointsOf } from '../topology.ts'
import { attemptsOf, exchangesAmong } from '../traffic.ts'
import { frameOf, type View } from '../view.ts'
import { explainUntold } from './explain.ts'
import { headersWith, PLACES, type Place, placesOf, toldText } from './places.ts'

/** Where a server finds the address of the client that it serves. */
export function clientSeen({ probe, in: place }: ClientSeenExpectation): Expectation {
  return {
    id: `client-seen/${probe}`,
    stage: 'forward',
    title: `Servers find the client's address ${PLACES[place]}`,
    expected: `CIP ${PLACES[place]}`,
    probe,
    check: (view) => check(view, probe, place),
    explain: (view) => explainUntold(view, probe, place),
  }
}

function check(view: View, probe: string, place: Place): Finding {
  if (view.frames === undefined) return inconclusive('no octets of packets are left to look at')
  const exchanges = exchangesAmong(attemptsOf(view, probe))
  if (exchanges.some((exchange) => openingOf(view, exchange)?.whole === false))
    return inconclusive('frames were not captured as long as they were')
  if (exchanges.some((exchange) => isHidden(openingOf(view, exchange), exchange, place)))
    return inconclusive('what servers were told is encrypted (TLS)')
  const points = view.lab.nodes.flatMap(({ name }) => pointsOf(view.lab, name))
  const wording = { noun: 'exchange', none: `no packet of probe ${probe} was seen`, points }
  const finding = every(view, exchanges, wording, (exchange) => show(view, exchange, place))
  if (finding.status !== 'pass') return finding
  return { ...finding, observed: `${finding.observed}: CIP ${PLACES[place]}` }
}

/** Headers cannot be read in TLS; addresses of packets and the PROXY protocol's line can. */
function isHidden(opening: Opening | undefined, exchange: Exchange, place: Place): boolean {
  if (!opening?.sealed) return false
  return place === 'x-forwarded-for' || (place === 'nowhere' && placesOf(opening, exchange).length === 0)
}

function show(view: View, exchange: Exchange, place: Place): Shown {
  const opening = openingOf(view, exchange)
  if (opening === undefined) return { deviation: { text: 'no server was told anything' } }
  const found = placesOf(opening, exchange)
  const frame = frameOf(opening.hop)
  const isTold = found.length > 0 || headersWith(opening, exchange.source).length > 0
  const right = place === 'nowhere' ? !isTold : found.includes(place)
  return right ? { frames: [frame] } : { deviation: { text: toldText(view, opening, exchange), frame } }
}
