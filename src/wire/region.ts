import type { LayerBase, Span } from './types.ts'

/**
 * Why octets end before the sender's did: the capture's snapshot length, the datagram's other fragments, an ICMP
 * error that quotes only the beginning, or a length field that promises more than was sent.
 */
export interface Cut {
  readonly cause: 'snapshot' | 'fragment' | 'quote' | 'short'
  /** Half a sentence for people. */
  readonly reason: string
}

/** The octets that a decoder may read: what the layer below carries, as far as it is there. */
export interface Region extends Span {
  readonly bytes: Uint8Array
  /** Absent where everything is there. */
  readonly cut?: Cut
}

export const OTHER_FRAGMENTS: Cut = { cause: 'fragment', reason: 'the rest is in other fragments' }
export const QUOTE: Cut = { cause: 'quote', reason: 'the error quotes only the beginning' }

/** The part of `region` between `start` and the `end` that a length field, named by `promise`, tells. */
export function carry(region: Region, start: number, end: number, promise: string): Region {
  if (end <= region.end) return { bytes: region.bytes, start, end }
  const reason = `${promise} promises ${end - region.end} octets more than there are`
  return { ...region, start, cut: region.cut ?? { cause: 'short', reason } }
}

/** Everything in `region` from `start` on. */
export function after(region: Region, start: number): Region {
  return { ...region, start }
}

/** Field name → offset in its header and length, both in octets. */
export type Fields = Readonly<Record<string, readonly [offset: number, length: number]>>

/** Where the fields of the header at `at` stand in the frame. */
export function spansOf(at: number, fields: Fields): Record<string, Span> {
  const entries = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([name, [offset, length]]) => [name, { start: at + offset, end: at + offset + length }]),
  )
}

/** Octets that are not what their place promises, from the header's first one to the end of its region. */
export interface MalformedLayer extends LayerBase {
  readonly protocol: 'malformed'
  /** `snapshot`, `fragment` and `quote` are no fault of the sender; `short` and `invalid` are. */
  readonly cause: Cut['cause'] | 'invalid'
  /** One line for people, naming the header or field. */
  readonly reason: string
}

/** A header that needs more octets than its region has. */
export function tooShort(region: Region, what: string, needed: number): MalformedLayer {
  const reason = `${what} needs ${needed} octets, ${region.end - region.start} are there`
  return malformed(
    region,
    region.cut?.cause ?? 'short',
    region.cut ? `${reason}: ${region.cut.reason}` : reason,
  )
}

/** A header that contradicts itself or its place. */
export function invalid(region: Region, reason: string): MalformedLayer {
  return malformed(region, 'invalid', reason)
}

/** The end of octets that were cut behind the last whole header. */
export function cutAway(end: number, cut: Cut): MalformedLayer {
  return malformed({ start: end, end }, cut.cause, cut.reason)
}

function malformed({ start, end }: Span, cause: MalformedLayer['cause'], reason: string): MalformedLayer {
  return { protocol: 'malformed', start, end, cause, reason, spans: {} }
}
