/**
 * The packets of a run, as a report carries them for the script in it: prepared so far that the script has only to
 * choose, to draw and to take frames apart.
 */
export interface PacketData {
  /** Lifelines, left to right. */
  readonly nodes: readonly string[]
  /** Capture points, `node:interface`. */
  readonly points: readonly string[]
  readonly conversations: readonly Conversation[]
  /** In order of first sighting. */
  readonly journeys: readonly JourneyData[]
  readonly frames: FrameData
  readonly verdicts: readonly VerdictData[]
}

export interface Conversation {
  readonly id: number
  readonly title: string
}

/** One packet on all of its way. */
export interface JourneyData {
  readonly id: number
  /** `ARP`, `TCP`, `VRRP`, … */
  readonly protocol: string
  readonly summary: string
  readonly conversation?: number
  /** What became of it, where it did not arrive. */
  readonly end?: string
  readonly hops: readonly HopData[]
}

export interface HopData {
  /** Nanoseconds since the first frame. */
  readonly time: number
  /** `director:rs2/CIP:VIP` */
  readonly text: string
  readonly ttl?: number
  /** In few words: `MACs, TTL −1`; empty where nothing did. */
  readonly changed: string
  /** Who saw it leave and arrive: `client → director`. */
  readonly seen: string
  /** Lifeline of who sent it; -1 where that is not known. */
  readonly from: number
  /** Lifelines of those to whom it came. */
  readonly to: readonly number[]
  /** Lifelines where it was seen too: flooded by a bridge, or in a direction that is not known. */
  readonly aside: readonly number[]
  /** Lifeline that it was for, and where nobody saw it arrive. */
  readonly missed?: number
  /** Ids of its frames, in order of time. */
  readonly frames: readonly number[]
  readonly changes: readonly Change[]
}

/** A header field that differs from the hop before; names as in `journey` FieldChange. */
export interface Change {
  readonly field: string
  readonly from: string
  readonly to: string
}

/** Frames in order of their ids, which count from 1. */
export interface FrameData {
  /** Beginnings of all frames, one after the other, in Base64 (RFC 4648, section 4). */
  readonly octets: string
  readonly facts: readonly FrameFacts[]
}

export type FrameFacts = readonly [
  /** Index into the capture points. */
  point: number,
  /** Nanoseconds since the first frame. */
  time: number,
  /** Octets that are here. */
  kept: number,
  /** Octets on the wire. */
  original: number,
  /** LINKTYPE_ number. */
  linkType: number,
]

export interface VerdictData {
  readonly id: string
  readonly status: string
  readonly frames: readonly number[]
}

/** Id of the element in the page that holds the data. */
export const DATA_ID = 'packet-data'
