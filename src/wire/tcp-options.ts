import { u8, u16, u32 } from './bytes.ts'
import { type MalformedOption, walkOptions } from './tlv.ts'
import type { Span } from './types.ts'

/** Options of the TCP header (RFC 9293, section 3.1; RFC 7323; RFC 2018). */
export type TcpOption = (Span & TcpOptionBody) | MalformedOption

type TcpOptionBody =
  | { readonly kind: 'end' }
  | { readonly kind: 'no-operation' }
  /** Maximum segment size in octets. */
  | { readonly kind: 'mss'; readonly value: number }
  /** The window is to be shifted left by so many bits. */
  | { readonly kind: 'window-scale'; readonly shift: number }
  | { readonly kind: 'sack-permitted' }
  /** Sequence numbers: first of the block, first behind the block. */
  | { readonly kind: 'sack'; readonly blocks: readonly (readonly [left: number, right: number])[] }
  | { readonly kind: 'timestamps'; readonly value: number; readonly echo: number }
  /** One that is not known here, or has not the length that its kind demands. */
  | { readonly kind: 'other'; readonly number: number }

/** The options between `start` and `end`, in order. */
export function decodeOptions(bytes: Uint8Array, start: number, end: number): TcpOption[] {
  return walkOptions(bytes, start, end, (kind, from, to) => ({
    start: from,
    end: to,
    ...bodyOf(bytes, kind, from, to - from),
  }))
}

function bodyOf(bytes: Uint8Array, kind: number, at: number, length: number): TcpOptionBody {
  if (kind === 0) return { kind: 'end' }
  if (kind === 1) return { kind: 'no-operation' }
  if (kind === 2 && length === 4) return { kind: 'mss', value: u16(bytes, at + 2) }
  if (kind === 3 && length === 3) return { kind: 'window-scale', shift: u8(bytes, at + 2) }
  if (kind === 4 && length === 2) return { kind: 'sack-permitted' }
  if (kind === 5 && length % 8 === 2) return { kind: 'sack', blocks: blocksOf(bytes, at + 2, at + length) }
  if (kind === 8 && length === 10) {
    return { kind: 'timestamps', value: u32(bytes, at + 2), echo: u32(bytes, at + 6) }
  }
  return { kind: 'other', number: kind }
}

function blocksOf(bytes: Uint8Array, start: number, end: number): [number, number][] {
  const count = (end - start) / 8
  return Array.from({ length: count }, (_, index) => {
    const at = start + 8 * index
    return [u32(bytes, at), u32(bytes, at + 4)]
  })
}
