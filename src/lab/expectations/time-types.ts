import type { TimedEvent } from '../timeline/types.ts'
import type { Node } from '../topology/types.ts'

/** The part of the timeline that an expectation is about. */
export interface Timed {
  /** Name of the event that it begins with; it begins with the timeline where there is none. */
  readonly after?: string
  /** Name of the event after which the same is promised next; to the end of the timeline where there is none. */
  readonly until?: string
  /** Name of the event after which the same was promised before. */
  readonly since?: string
  /** What happens on the timeline of the healthy lab: nothing of it is at fault. */
  readonly meant: readonly TimedEvent[]
  /** Nodes with keepalived, as the healthy lab has them. */
  readonly directors: readonly Node[]
}

/** How long the requests of a steady probe are lost, from the first that is to the next that is answered. */
export interface OutageExpectation extends Timed {
  readonly kind: 'outage'
  readonly probe: string
  /** Milliseconds between two requests, and so what can be told apart. */
  readonly everyMs: number
  readonly within: { readonly leastMs: number; readonly mostMs: number }
}

/** A real server is handed no more requests of a steady probe, or some again. */
export interface TurnoverExpectation extends Timed {
  readonly kind: 'leaves' | 'joins'
  readonly probe: string
  readonly everyMs: number
  readonly server: string
  readonly within: { readonly leastMs: number; readonly mostMs: number }
  readonly after: string
}

/** Who has an address that comes and goes, and nobody beside it. */
export interface HolderExpectation extends Timed {
  readonly kind: 'holder'
  readonly address: string
  readonly node: string
  /** All nodes that may have it. */
  readonly among: readonly string[]
  /** How long after the event it may take; not given where the node has it already. */
  readonly withinMs?: number
}

/** A node tells everybody that an address is its own, each time that it gets it on the timeline. */
export interface AnnouncedExpectation extends Timed {
  readonly kind: 'announced'
  readonly address: string
  readonly node: string
  readonly among: readonly string[]
  readonly withinMs: number
}

export type TimedExpectation =
  | OutageExpectation
  | TurnoverExpectation
  | HolderExpectation
  | AnnouncedExpectation
