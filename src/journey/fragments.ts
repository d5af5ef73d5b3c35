import * as ethernet from '../wire/ethernet.ts'
import { fold, foldMac } from './hash.ts'
import type { Layout } from './layout.ts'
import type { OpenJourneys } from './open-journeys.ts'
import { NOTHING } from './records.ts'
import { addressesInto, hopsLeft, type Transmission } from './transmission.ts'

/** First fragments that are remembered at a time; of more, the oldest is forgotten. */
const CAPACITY = 4096

/** What the first fragment said about itself, for those behind it. */
interface First extends Pick<Transmission, 'header' | 'sender' | 'from' | 'to'> {
  readonly journey: number
  readonly number: number
}

/**
 * Finds the journey of fragments that hold no header above IP: they follow the first fragment of their packet,
 * at the same point and on the same hop. Links do not reorder, so the first one has been there before.
 */
export class Fragments {
  private readonly firsts = new Map<number, First>()
  private readonly open: OpenJourneys

  constructor(open: OpenJourneys) {
    this.open = open
  }

  /** Remembers a first fragment, which belongs to `journey`. */
  begin(bytes: Uint8Array, layout: Layout, point: number, journey: number, transmission: Transmission): void {
    const [oldest] = this.firsts.size < CAPACITY ? [] : this.firsts.keys()
    if (oldest !== undefined) this.firsts.delete(oldest)
    const { header, sender, from, to } = transmission
    const number = this.open.number(journey)
    this.firsts.set(packetHash(bytes, layout, point), { journey, number, header, sender, from, to })
  }

  /** The journey of a later fragment, or NOTHING; makes `transmission` that of the first one. */
  find(bytes: Uint8Array, layout: Layout, point: number, transmission: Transmission): number {
    const hash = packetHash(bytes, layout, point)
    const first = this.firsts.get(hash)
    if (first === undefined) return NOTHING
    if (!layout.moreFragments) this.firsts.delete(hash)
    if (!this.open.isOpen(first.journey, first.number)) return NOTHING
    Object.assign(transmission, {
      header: first.header,
      sender: first.sender,
      from: first.from,
      to: first.to,
    })
    return first.journey
  }
}

/** What all fragments of one packet have in common on one hop (RFC 791, section 2.3). */
function packetHash(bytes: Uint8Array, { link, fragmented, fragmentId }: Layout, point: number): number {
  const macs =
    link < 0 ? 0 : foldMac(foldMac(0, ethernet.source(bytes, link)), ethernet.destination(bytes, link))
  const sender = fold(fold(point, macs), hopsLeft(bytes, fragmented))
  return fold(addressesInto(sender, bytes, fragmented), fragmentId)
}
