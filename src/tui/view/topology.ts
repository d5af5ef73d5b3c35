import type { Lab } from '../../lab/index.ts'
import { topology } from '../../report/graph/topology.ts'

/** The lab drawn in characters. */
export const topologyLines = (lab: Lab, width: number): string[] => topology(lab, width).split('\n')
