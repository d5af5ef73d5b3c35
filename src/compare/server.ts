import type { Setup } from './modes.ts'
import type { Part } from './part.ts'

/** Where the first real server of a proxy is, and others in a row: a proxy's configuration names them by address. */
const FIRST = { lan: '10.0.0.11', back: '10.1.0.11', remote: '10.2.0.11' } as const

export type Place = keyof typeof FIRST

/** Address of the real server with this number, counted from 0, on a network. */
export function addressOf(place: Place, number = 0): string {
  const octets = FIRST[place].split('.').map(Number)
  const last = (octets[3] ?? 0) + number
  return [octets[0], octets[1], (octets[2] ?? 0) + (last >> 8), last & 255].join('.')
}

/** A real server of a mode, on the LAN of the director and the router. */
export function realServer({ gateway, vipsOn, server, proxy }: Setup, vips: readonly string[]): Part {
  return {
    on: proxy ? { lan: addressOf('lan') } : 'lan',
    ...(gateway && { gateway }),
    ...(vipsOn && { addresses: { [vipsOn]: vips } }),
    ...server,
    serve: 'http',
  }
}
