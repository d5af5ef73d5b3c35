import type { Setup } from './modes.ts'
import type { Part } from './part.ts'

/** A real server of a mode, on the LAN of the director and the router. */
export function realServer({ gateway, vipsOn, server }: Setup, vips: readonly string[]): Part {
  return {
    on: 'lan',
    ...(gateway && { gateway }),
    ...(vipsOn && { addresses: { [vipsOn]: vips } }),
    ...server,
    serve: 'http',
  }
}
