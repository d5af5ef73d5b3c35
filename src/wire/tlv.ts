import { u8 } from './bytes.ts'
import type { Span } from './types.ts'

/** An option that cannot be read: its length is 0 or 1, or reaches beyond the options' end. */
export interface MalformedOption extends Span {
  readonly kind: 'malformed'
  readonly reason: string
}

const END = 0
const NO_OPERATION = 1

/**
 * Takes apart options as IPv4 (RFC 791) and TCP (RFC 9293) share them: END and NOP are single octets, every
 * other kind has a length octet that counts itself and the kind. Nothing is read behind END or a bad length.
 */
export function walkOptions<O>(
  bytes: Uint8Array,
  start: number,
  end: number,
  read: (kind: number, start: number, end: number) => O,
): (O | MalformedOption)[] {
  const options: (O | MalformedOption)[] = []
  let at = start
  while (at < end) {
    const kind = u8(bytes, at)
    const length = lengthOf(bytes, at, end)
    if (length === 0 || at + length > end) return [...options, badLength(at, end, `option ${kind}`)]
    options.push(read(kind, at, at + length))
    if (kind === END) return options
    at += length
  }
  return options
}

/** 0 where the length octet is missing or too small to be true. */
function lengthOf(bytes: Uint8Array, at: number, end: number): number {
  if (u8(bytes, at) === END || u8(bytes, at) === NO_OPERATION) return 1
  if (at + 1 === end) return 0
  const length = u8(bytes, at + 1)
  return length < 2 ? 0 : length
}

/** An option whose length octet cannot be true; nothing behind it can be found. */
export function badLength(start: number, end: number, what: string): MalformedOption {
  return {
    kind: 'malformed',
    start,
    end,
    reason: `${what} does not fit the ${end - start} octets that are left`,
  }
}
