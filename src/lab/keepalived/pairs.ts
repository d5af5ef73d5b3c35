import { examinePair, Notes } from '../../keepalived/index.ts'
import type { Findings } from '../text/findings.ts'
import type { Node } from '../topology/types.ts'
import { tellUnaccepted } from './facet.ts'

/** Compares the configurations of directors on the same networks, of which one may take over for the other. */
export function examinePairs(nodes: readonly Node[], findings: Findings): void {
  const directors = nodes.filter((node) => node.keepalived)
  for (const [index, later] of directors.entries())
    for (const earlier of directors.slice(0, index))
      if (areNeighbours(earlier, later)) compare(earlier, later, findings)
}

const areNeighbours = (one: Node, other: Node): boolean =>
  one.interfaces.some(({ network }) => other.interfaces.some((nic) => nic.network === network))

function compare({ keepalived: one }: Node, { keepalived: other }: Node, findings: Findings): void {
  if (!one || !other) return
  const notes = new Notes()
  examinePair(one.director, other.director, notes)
  tellUnaccepted(notes.findings, [...one.accept, ...other.accept], findings)
}
