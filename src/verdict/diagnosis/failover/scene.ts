import type { Cause } from '../../../lab/causes.ts'
import type { TimedEvent } from '../../../lab/timeline/types.ts'
import type { Node } from '../../../lab/topology/types.ts'
import type { Diagnosis } from '../../types.ts'
import type { View } from '../../view.ts'

/** What a detector looks at where an address comes and goes. */
export interface Failover {
  readonly view: View
  /** The address in question. */
  readonly vip: string
  /** Names of the nodes that may have it. */
  readonly among: readonly string[]
  /** Nodes with keepalived, as the healthy lab has them. */
  readonly directors: readonly Node[]
  /** What happens in the healthy lab, in order: nothing of it is at fault. */
  readonly meant: readonly TimedEvent[]
}

/** A cause that packets and kernel state prove, or undefined. */
export type FailoverDetector = (scene: Failover) => Omit<Diagnosis, 'cause' | 'divergence'> | undefined

/** A cause and the way to recognise it. */
export interface FailoverSuspect {
  readonly cause: Cause
  readonly detect: FailoverDetector
}
