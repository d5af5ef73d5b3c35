import type { Diagnosis } from '../../types.ts'
import type { Failover } from './scene.ts'
import { FAILOVER_SUSPECTS } from './suspects.ts'

/** Why an address is not where it should be, or not when; undefined where no cause is proven. */
export function explainFailover(scene: Failover): Diagnosis | undefined {
  for (const { cause, detect } of FAILOVER_SUSPECTS) {
    const proof = detect(scene)
    if (proof !== undefined) return { cause, ...proof }
  }
  return undefined
}
