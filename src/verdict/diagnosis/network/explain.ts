import type { Cause } from '../../../lab/causes.ts'
import type { Expectation } from '../../expectation.ts'
import type { Diagnosis } from '../../types.ts'
import type { View } from '../../view.ts'
import { concernOf } from './concern.ts'
import type { NetworkDetector } from './detector.ts'
import { hairpin } from './hairpin.ts'
import { nextHopUnreachable } from './next-hop.ts'
import { sessionDown } from './session-down.ts'
import { wrongVlan } from './wrong-vlan.ts'

/** What lies deeper comes first: a port in another VLAN can cost a session, and that a route. */
export const NETWORK_SUSPECTS: readonly { readonly cause: Cause; readonly detect: NetworkDetector }[] = [
  { cause: 'wrong-vlan', detect: wrongVlan },
  { cause: 'bgp-session-down', detect: sessionDown },
  { cause: 'next-hop-unreachable', detect: nextHopUnreachable },
  { cause: 'reflector-hairpin', detect: hairpin },
]

/** What is wrong with switches and routing where the failed promise depends on them. */
export function explainNetwork(
  view: View,
  failed: Pick<Expectation, 'probe' | 'way' | 'routing'>,
): Diagnosis | undefined {
  const concern = concernOf(view, failed)
  if (concern === undefined) return undefined
  for (const { cause, detect } of NETWORK_SUSPECTS) {
    const proof = detect(view, concern)
    if (proof !== undefined) return { cause, ...proof }
  }
  return undefined
}
