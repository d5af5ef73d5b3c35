import { addressName } from '../../journey/notation.ts'
import type { Exchange } from '../../journey/types.ts'
import type { ClientSeenExpectation } from '../../lab/expectations/types.ts'
import type { Opening } from '../opening.ts'
import { hopText } from '../say.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'

export type Place = ClientSeenExpectation['in']

export const PLACES: Readonly<Record<Place, string>> = {
  source: 'as the source of packets',
  'x-forwarded-for': 'in the header X-Forwarded-For',
  'proxy-protocol': 'in the line of the PROXY protocol',
  nowhere: 'nowhere',
}

/** Everywhere that a server is told the client's address; of X-Forwarded-For the last, which the proxy itself has added. */
export function placesOf({ hop, proxyLine, request }: Opening, { source }: Exchange): Place[] {
  const forwarded = request?.headers['x-forwarded-for']?.split(/,\s*/).at(-1)
  const told = { source: hop.source, 'x-forwarded-for': forwarded, 'proxy-protocol': proxyLine?.source }
  return (Object.keys(told) as (keyof typeof told)[]).filter((place) => told[place] === source)
}

/** Headers of the request in which an address stands, by itself or with a port. */
export function headersWith({ request }: Opening, address: string): string[] {
  const other = address.includes(':') ? /[^\da-f:]+/ : /[^\d.]+/
  return Object.entries(request?.headers ?? {}).flatMap(([name, value]) =>
    value.toLowerCase().split(other).includes(address) ? [name] : [],
  )
}

/** `balancer:rs1/DIP:RIP1 GET /: CIP nowhere` */
export function toldText(view: View, opening: Opening, exchange: Exchange): string {
  const { hop, proxyLine, request } = opening
  const header = request?.headers['x-forwarded-for']
  const name = (address: string) => addressName(address, view.names)
  const parts = [
    ...(proxyLine ? [`PROXY ${proxyLine.source === undefined ? 'of nobody' : name(proxyLine.source)}`] : []),
    request ? `${request.method} ${request.target}` : 'no HTTP request',
    ...(header === undefined ? [] : [`X-Forwarded-For: ${name(header)}`]),
  ]
  const places = placesOf(opening, exchange)
  const headers = headersWith(opening, exchange.source).filter(
    (one) => !places.some((place) => place === one),
  )
  const found = [
    ...places.map((place) => PLACES[place]),
    ...(headers.length > 0 ? [`elsewhere in the header ${listed(headers)}`] : []),
  ]
  return `${hopText(view, hop)} ${parts.join(', ')}: CIP ${found.length === 0 ? PLACES.nowhere : listed(found)}`
}
