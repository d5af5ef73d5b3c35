import type { Exchange, Hop, Journey, Names, Sighting } from '../journey/types.ts'
import type { Lab } from '../lab/types.ts'
import type { Evidence, NodeState, VerdictStatus } from './types.ts'

export type { Exchange, Hop, Journey } from '../journey/types.ts'
export type { Evidence, NodeState } from './types.ts'

/**
 * Default export of a lab's `assert.ts`, for what YAML cannot say; docs/lab-format.md has an example. Each result
 * becomes a verdict `assert/NAME`. It runs in a thread of its own, on a copy of the evidence: where it throws, ends
 * the thread, or does not return within 10 s, one verdict `assert/assert.ts` has status error.
 */
export type AssertModule = (
  evidence: Evidence,
  api: AssertApi,
) => readonly AssertResult[] | Promise<readonly AssertResult[]>

export interface AssertResult {
  /** Lower-case letters, digits and dashes; unique in the file. */
  readonly name: string
  /** The promise in one line; the name where there is none. */
  readonly title?: string
  readonly status: Exclude<VerdictStatus, 'error'>
  readonly expected: string
  readonly observed: string
  /** Frames of the evidence that decided; none only where kernel state or a probe's result did. */
  readonly frames?: readonly number[]
}

/** One captured frame with the packet and the hop that it shows. */
export interface Seen {
  readonly frame: number
  readonly journey: Journey
  readonly hop: Hop
  readonly sighting: Sighting
}

/** A neighbour entry with the node that owns its MAC, where one does. */
export interface NeighbourSeen {
  readonly mac?: string
  readonly node?: string
  readonly state: string
}

/** Answers to the common questions about a run. */
export interface AssertApi {
  readonly lab: Lab
  readonly names: Names
  /** Exchanges of a probe's attempts, in their order. */
  exchangesOf(probe: string): readonly Exchange[]
  requestsOf(exchange: Exchange): readonly Journey[]
  repliesOf(exchange: Exchange): readonly Journey[]
  /** Frames captured at a point, `node:interface`, sentinels left out. */
  framesAt(point: string): readonly Seen[]
  /** Kernel state of a node. Throws where it was not read. */
  state(node: string): NodeState
  neighbour(node: string, address: string): NeighbourSeen | undefined
  /** Name of the node that owns a MAC, or the MAC. */
  owner(mac: string): string
  /** `client:director/CIP:VIP` */
  hop(hop: Hop): string
  /** Passes if no frame at these points matches and every capture there was sound; `what` names what is unwanted. */
  never(
    name: string,
    points: readonly string[],
    matches: (seen: Seen) => boolean,
    what?: string,
  ): AssertResult
}
