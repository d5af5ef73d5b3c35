import type { VrrpInstance } from '../../keepalived/model/types.ts'
import type { TimedEvent } from '../timeline/types.ts'
import type { Node } from '../topology/types.ts'

/** What a virtual router promises (RFC 3768, RFC 5798): how it advertises itself, and who does. */
export interface VrrpExpectation {
  readonly kind: 'vrrp'
  /** What the ids of its promises begin with; unique in the lab. */
  readonly as: string
  /** Virtual router id, 1 to 255. */
  readonly router: number
  /** As the healthy lab has them. */
  readonly members: readonly VrrpMember[]
  /** What happens on the timeline of the healthy lab: nothing of it is at fault. */
  readonly meant: readonly TimedEvent[]
  /** Nodes with keepalived, as the healthy lab has them. */
  readonly directors: readonly Node[]
}

/** A node with its part in a virtual router. */
export interface VrrpMember {
  readonly node: string
  readonly instance: VrrpInstance
}
