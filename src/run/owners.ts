import type { MacOwner } from '../journey/types.ts'
import type { NodeState } from '../verdict/types.ts'

/** Who owns which MAC, as the kernels say; what stands on another device is captured there. */
export function macOwners(nodes: readonly NodeState[]): MacOwner[] {
  return nodes.flatMap(({ node, interfaces }) =>
    interfaces.flatMap(({ name, mac, over }) =>
      mac === undefined ? [] : [{ mac, node, interface: over ?? name }],
    ),
  )
}
