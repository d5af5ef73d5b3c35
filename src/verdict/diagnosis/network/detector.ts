import type { Diagnosis } from '../../types.ts'
import type { View } from '../../view.ts'
import type { Concern } from './concern.ts'

/**
 * A cause between the nodes that kernel state, packets and the routing daemons' own account prove, where the failure
 * can come of it; or undefined.
 */
export type NetworkDetector = (
  view: View,
  concern: Concern,
) => Omit<Diagnosis, 'cause' | 'divergence'> | undefined
