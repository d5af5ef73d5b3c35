import type { Diagnosis } from '../../types.ts'
import type { View } from '../../view.ts'

/** A cause between the nodes that kernel state, packets and the routing daemons' own account prove, or undefined. */
export type NetworkDetector = (view: View) => Omit<Diagnosis, 'cause' | 'divergence'> | undefined
