import type { Lab } from '../lab/types.ts'
import type { Step } from '../plan/types.ts'

/** A lab's promises begin with nobody knowing anybody: neighbours, exceptions of routes (ICMP redirects, path MTUs). */
export function forgetting(lab: Lab): Step {
  return {
    title: 'caches emptied',
    reason: 'What earlier traffic has taught the nodes would hide how they learn it.',
    operations: lab.nodes.map(({ name }) => ({
      kind: 'ip',
      namespace: name,
      lines: [
        ['neighbour', 'flush', 'all'],
        ['route', 'flush', 'cache'],
      ],
    })),
  }
}
