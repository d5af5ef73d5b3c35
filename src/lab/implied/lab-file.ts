import { digestEdits } from './digests.ts'
import { directorNode } from './director-nodes.ts'
import { failoverOf } from './failover.ts'
import { lostServerOf } from './lost-server.ts'
import { outsideNodes } from './outside.ts'
import { serverNodes } from './server-nodes.ts'
import { questionsFor } from './traffic.ts'
import type { LabFile, Pieces, Wishes } from './types.ts'

/** Everything that is known of a lab, in the words of a lab file. */
export function labFile(pieces: Pieces, { title, accept }: Wishes): LabFile {
  const outside = outsideNodes(pieces)
  const directors = pieces.balancers.map((one) => {
    const edits = digestEdits(one, pieces)
    return [one.name, directorNode(one, edits, accept, pieces)] as const
  })
  const questions = questionsFor(pieces)
  const variants = { ...failoverOf(pieces), ...lostServerOf(pieces) }
  return {
    title,
    networks: pieces.networks.written(),
    nodes: { ...outside, ...Object.fromEntries(directors), ...serverNodes(pieces) },
    probes: Object.fromEntries(questions.map(({ name, probe }) => [name, probe])),
    expect: questions.flatMap(({ expect }) => expect),
    ...(Object.keys(variants).length > 0 ? { variants } : {}),
  }
}
