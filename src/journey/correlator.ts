import { LINK_ETHERNET } from '../wire/numbers.ts'
import { Fragments } from './fragments.ts'
import { PacketKey } from './key.ts'
import { Layout, TCP } from './layout.ts'
import { OpenJourneys } from './open-journeys.ts'
import { NOTHING } from './records.ts'
import type { VisitSighting } from './sightings.ts'
import { Transmission } from './transmission.ts'

/**
 * How long a packet may be on its way between two sightings: the queue of an unresolved neighbour holds packets
 * for up to three probes, one second apart (arp(7): mcast_solicit, retrans_time).
 */
const IDLE_MS = 4000
/**
 * The same for packets whose retransmission looks like the original: less than the first retransmission timer of
 * a SYN-ACK and of ARP, both one second (tcp(7), arp(7)).
 */
const IDLE_WEAK_MS = 900
/** Journeys open at a time. Beyond it the one that was seen longest ago ends early. */
const CAPACITY = 65_536

/** A journey that will not be seen again. Valid during the callback only. */
export interface EndedJourney {
  /** Counted from 1 in the order in which journeys began. */
  readonly number: number
  /**
   * Visits its frames in capture order: their number (counted from 1 in the order of `push`), their capture
   * point, and a hash that is equal for frames of one hop.
   */
  readonly each: (visit: VisitSighting) => void
}

export interface CorrelatorOptions {
  readonly onEnd?: (journey: EndedJourney) => void
  readonly capacity?: number
}

/**
 * Tells which frames are the same packet, frame by frame in capture order, in memory that depends on what is
 * under way at a time and not on the capture's length. All rules of correlation are here and in what it uses.
 */
export class Correlator {
  /** Frames so far. */
  frames = 0
  /** Journeys so far. */
  journeys = 0
  private readonly layout = new Layout()
  private readonly key = new PacketKey()
  private readonly transmission = new Transmission()
  private readonly open = new OpenJourneys()
  private readonly fragments = new Fragments(this.open)
  private readonly linkTypes: number[] = []
  private readonly capacity: number
  private readonly onEnd: ((journey: EndedJourney) => void) | undefined
  private epoch = -1

  constructor(options: CorrelatorOptions = {}) {
    this.capacity = options.capacity ?? CAPACITY
    this.onEnd = options.onEnd
  }

  /** Says what link type a capture point has (LINKTYPE_…, see wire/numbers); Ethernet unless said. */
  setLinkType(point: number, linkType: number): void {
    while (this.linkTypes.length <= point) this.linkTypes.push(LINK_ETHERNET)
    this.linkTypes[point] = linkType
  }

  /**
   * Takes the frame at `start` in `bytes` and returns the number of its journey. Time is that of the capture, in
   * seconds and nanoseconds; `point` the number of the capture point, in a pcapng the interface's index.
   */
  push(
    bytes: Uint8Array,
    start: number,
    capturedLength: number,
    _originalLength: number,
    seconds: number,
    nanoseconds: number,
    point: number,
  ): number {
    const { layout, key, transmission } = this
    layout.read(bytes, start, start + capturedLength, this.linkTypes[point] ?? LINK_ETHERNET)
    key.read(bytes, layout)
    transmission.read(bytes, layout, point, key.weak && layout.kind !== TCP)
    const now = this.clock(seconds, nanoseconds)
    this.endIdle(now)
    const journey = this.journeyOf(bytes, point, now)
    this.open.addFrame(journey, ++this.frames, point, transmission, now)
    if (layout.moreFragments && layout.fragmentOffset === 0)
      this.fragments.begin(bytes, layout, point, journey, transmission)
    return this.open.number(journey)
  }

  /** Ends every open journey: nothing more is to come. */
  flush(): void {
    while (this.open.stalest !== NOTHING) this.end(this.open.stalest)
  }

  /** The journey that a frame belongs to, a new one if need be. */
  private journeyOf(bytes: Uint8Array, point: number, now: number): number {
    const { layout, transmission } = this
    const followed =
      layout.fragmentOffset > 0 ? this.fragments.find(bytes, layout, point, transmission) : NOTHING
    if (followed !== NOTHING) return followed
    const since = now - (this.key.weak ? IDLE_WEAK_MS : IDLE_MS)
    const known = this.open.find(this.key, transmission, point, since)
    return known === NOTHING ? this.begin() : known
  }

  private begin(): number {
    const crowded = this.open.crowded(this.key)
    if (crowded !== NOTHING) this.end(crowded)
    else if (this.open.size >= this.capacity) this.end(this.open.stalest)
    return this.open.open(this.key, ++this.journeys)
  }

  private endIdle(now: number): void {
    while (this.open.stalest !== NOTHING && now - this.open.lastSeen(this.open.stalest) > IDLE_MS) {
      this.end(this.open.stalest)
    }
  }

  private end(journey: number): void {
    const { open, onEnd } = this
    if (onEnd) onEnd({ number: open.number(journey), each: (visit) => open.each(journey, visit) })
    open.close(journey)
  }

  /** Milliseconds since the first frame: 32 bits hold 24 days. */
  private clock(seconds: number, nanoseconds: number): number {
    if (this.epoch < 0) this.epoch = seconds
    return (seconds - this.epoch) * 1000 + nanoseconds / 1e6
  }
}
