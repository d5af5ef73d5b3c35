import { onNodes } from '../diagnosis/phrases.ts'
import { openingOf } from '../opening.ts'
import { attemptsOf, exchangesAmong } from '../traffic.ts'
import type { Diagnosis } from '../types.ts'
import { frameOf, receiver, type View } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { type Place, placesOf, toldText } from './places.ts'

/** Causes that are looked for here, beside those of `diagnosis/suspects.ts`. */
export const TOLD_CAUSES = ['client-not-told', 'proxy-line-missing'] as const

/** Why servers do not find the client where it was promised: a proxy tells what its configuration says, and no more. */
export function explainUntold(view: View, probe: string, place: Place): Diagnosis | undefined {
  const untold = exchangesAmong(attemptsOf(view, probe)).flatMap((exchange) => {
    const opening = exchange.mode === 'proxy' ? openingOf(view, exchange) : undefined
    return opening && !placesOf(opening, exchange).includes(place) ? [{ exchange, opening }] : []
  })
  const [first] = untold
  if (first === undefined || place === 'nowhere') return undefined
  const proxies = [...new Set(untold.flatMap(({ exchange }) => exchange.director ?? []))]
  const frames = frameText(untold.map(({ opening }) => frameOf(opening.hop)))
  const seen = `${toldText(view, first.opening, first.exchange)} (${frames})`
  const server = receiver(view, first.opening.hop)
  return place === 'proxy-protocol'
    ? {
        cause: 'proxy-line-missing',
        nodes: proxies,
        text: `${seen}: the connection of ${listed(proxies)} to ${server} does not begin with the client's address.`,
        remedy: onNodes(proxies, 'send-proxy on the server line of haproxy, proxy_protocol on in nginx'),
      }
    : {
        cause: 'client-not-told',
        nodes: proxies,
        text: `${seen}: the connection is that of ${listed(proxies)}, which does not say whom it serves.`,
        remedy: onNodes(proxies, 'option forwardfor in haproxy, proxy_set_header X-Forwarded-For in nginx'),
      }
}
