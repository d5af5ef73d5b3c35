import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { forgettingOf } from '../plan/programs/programs.ts'
import type { Operation, Step } from '../plan/types.ts'

/**
 * A lab's promises begin with nobody knowing anybody: neighbours, exceptions of routes (ICMP redirects, path MTUs), names
 * that were looked up.
 */
export function forgetting(lab: Lab): Step {
  return {
    title: 'caches emptied',
    reason: 'What earlier traffic has taught the nodes would hide how they learn it.',
    operations: [...lab.nodes.map(flushed), ...lab.nodes.flatMap(forgettingOf)],
  }
}

const flushed = ({ name }: Node): Operation => ({
  kind: 'ip',
  namespace: name,
  lines: [
    ['neighbour', 'flush', 'all'],
    ['route', 'flush', 'cache'],
  ],
})
