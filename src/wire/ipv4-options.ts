import { formatIpv4 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'
import { type MalformedOption, walkOptions } from './tlv.ts'
import type { Span } from './types.ts'

/** Options of the Internet header (RFC 791, section 3.1). */
export type Ipv4Option = (Span & Ipv4OptionBody) | MalformedOption

type Ipv4OptionBody =
  | { readonly kind: 'end' }
  | { readonly kind: 'no-operation' }
  /** `pointer` counts from 1 and names the next address to use or to fill in. */
  | { readonly kind: RouteKind; readonly pointer: number; readonly addresses: readonly string[] }
  /** RFC 2113. */
  | { readonly kind: 'router-alert'; readonly value: number }
  | { readonly kind: 'other'; readonly type: number }

type RouteKind = 'record-route' | 'loose-source-route' | 'strict-source-route'

const ROUTES: Readonly<Record<number, RouteKind>> = {
  7: 'record-route',
  131: 'loose-source-route',
  137: 'strict-source-route',
}
const ROUTER_ALERT = 148

/** The options between `start` and `end`, in order. */
export function decodeOptions(bytes: Uint8Array, start: number, end: number): Ipv4Option[] {
  return walkOptions(bytes, start, end, (type, from, to) => ({
    start: from,
    end: to,
    ...bodyOf(bytes, type, from, to),
  }))
}

function bodyOf(bytes: Uint8Array, type: number, start: number, end: number): Ipv4OptionBody {
  if (type === 0) return { kind: 'end' }
  if (type === 1) return { kind: 'no-operation' }
  if (type === ROUTER_ALERT && end - start === 4)
    return { kind: 'router-alert', value: u16(bytes, start + 2) }
  const kind = ROUTES[type]
  if (kind === undefined || end - start < 3) return { kind: 'other', type }
  return { kind, pointer: u8(bytes, start + 2), addresses: addressesOf(bytes, start + 3, end) }
}

function addressesOf(bytes: Uint8Array, start: number, end: number): string[] {
  const count = Math.floor((end - start) / 4)
  return Array.from({ length: count }, (_, index) => formatIpv4(u32(bytes, start + 4 * index)))
}
