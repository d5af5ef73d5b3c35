import { addressName } from '../journey/notation.ts'
import type { Exchange } from '../journey/types.ts'
import type { ClientSeenExpectation } from '../lab/expectations/types.ts'
import { onNodes } from './diagnosis/phrases.ts'
import type { Expectation } from './expectation.ts'
import { every, inconclusive, type Shown } from './finding.ts'
import { type Opening, openingOf } from './opening.ts'
import { hopText } from './say.ts'
import { pointsOf } from './topology.ts'
import { attemptsOf, exchangesAmong } from './traffic.ts'
import type { Diagnosis } from './types.ts'
import { frameOf, receiver, type View } from './view.ts'
import { frameText, listed } from './words.ts'

/** Causes that are looked for here, beside those of `diagnosis/suspects.ts`. */
export const TOLD_CAUSES = ['client-not-told', 'proxy-line-missing'] as const

type Place = ClientSeenExpectation['in']

const WORDS: Readonly<Record<Place, string>> = {
  source: 'as the source of packets',
  'x-forwarded-for': 'in the header X-Forwarded-For',
  'proxy-protocol': 'in the line of the PROXY protocol',
  nowhere: 'nowhere',
}

/** Where a server finds the address of the client that it serves. */
export function clientSeen({ probe, in: place }: ClientSeenExpectation): Expectation {
  return {
    id: `client-seen/${probe}`,
    stage: 'forward',
    title: `Servers find the client's address ${WORDS[place]}`,
    expected: `CIP ${WORDS[place]}`,
    probe,
    check: (view) => {
      if (view.frames === undefined) return inconclusive('no octets of packets are left to look at')
      const exchanges = exchangesAmong(attemptsOf(view, probe))
      const points = view.lab.nodes.flatMap(({ name }) => pointsOf(view.lab, name))
      const wording = { noun: 'exchange', none: `no packet of probe ${probe} was seen`, points }
      const finding = every(view, exchanges, wording, (exchange) => show(view, exchange, place))
      return finding.status === 'pass'
        ? { ...finding, observed: `${finding.observed}: CIP ${WORDS[place]}` }
        : finding
    },
    explain: (view) => explain(view, probe, place),
  }
}

function show(view: View, exchange: Exchange, place: Place): Shown {
  const opening = openingOf(view, exchange)
  if (opening === undefined) return { deviation: { text: 'no server was told anything' } }
  const found = placesOf(opening, exchange)
  const frame = frameOf(opening.hop)
  const right = place === 'nowhere' ? found.length === 0 : found.includes(place)
  return right ? { frames: [frame] } : { deviation: { text: told(view, opening, found), frame } }
}

/** Everywhere that the client's address is told; of X-Forwarded-For the last, which the proxy itself has added. */
function placesOf({ hop, proxyLine, request }: Opening, { source }: Exchange): Place[] {
  const forwarded = request?.headers['x-forwarded-for']?.split(/,\s*/).at(-1)
  const all = { source: hop.source, 'x-forwarded-for': forwarded, 'proxy-protocol': proxyLine?.source }
  return (Object.keys(all) as (keyof typeof all)[]).filter((place) => all[place] === source)
}

function told(view: View, { hop, proxyLine, request }: Opening, found: readonly Place[]): string {
  const header = request?.headers['x-forwarded-for']
  const name = (address: string | undefined) =>
    address === undefined ? 'nobody' : addressName(address, view.names)
  const parts = [
    ...(proxyLine ? [`PROXY ${name(proxyLine.source)}`] : []),
    request ? `${request.method} ${request.target}` : 'no HTTP request',
    ...(header === undefined ? [] : [`X-Forwarded-For: ${name(header)}`]),
  ]
  const what = found.length === 0 ? 'CIP nowhere' : `CIP ${listed(found.map((place) => WORDS[place]))}`
  return `${hopText(view, hop)} ${parts.join(', ')}: ${what}`
}

/** A proxy tells what its configuration says, and no more. */
function explain(view: View, probe: string, place: Place): Diagnosis | undefined {
  const silent = exchangesAmong(attemptsOf(view, probe)).flatMap((exchange) => {
    const opening = exchange.mode === 'proxy' || place === 'source' ? openingOf(view, exchange) : undefined
    return opening && !placesOf(opening, exchange).includes(place) ? [{ exchange, opening }] : []
  })
  const [first] = silent
  if (first?.exchange.director === undefined) return undefined
  const proxies = [...new Set(silent.flatMap(({ exchange }) => exchange.director ?? []))]
  const frames = frameText(silent.map(({ opening }) => frameOf(opening.hop)))
  const seen = `${told(view, first.opening, placesOf(first.opening, first.exchange))} (${frames})`
  if (place === 'proxy-protocol')
    return {
      cause: 'proxy-line-missing',
      nodes: proxies,
      text: `${seen}: the connection of ${listed(proxies)} to ${receiver(view, first.opening.hop)} does not begin with the client's address.`,
      remedy: onNodes(proxies, 'send-proxy on the server line of haproxy, proxy_protocol on in nginx'),
    }
  if (place === 'nowhere') return undefined
  return {
    cause: 'client-not-told',
    nodes: proxies,
    text: `${seen}: the connection is that of ${listed(proxies)}, which does not say whom it serves.`,
    remedy: onNodes(proxies, 'option forwardfor in haproxy, proxy_set_header X-Forwarded-For in nginx'),
  }
}
