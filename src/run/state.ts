import type { EngineLink } from '../kernel/link.ts'
import { bridgesOf } from '../lab/topology/bridges.ts'
import type { Lab } from '../lab/types.ts'
import { watchedDaemons, watchedNodes } from '../plan/watched.ts'
import type { ObserveValue } from '../protocol/messages.ts'
import { orStop } from './stop.ts'

/** Reads the kernel state of all nodes and bridges of a lab, raw. */
export async function readState(link: EngineLink, lab: Lab): Promise<ObserveValue> {
  const nodes = lab.nodes.map((node) => ({
    ...{ node: node.name, ipvs: node.ipvs.length > 0 },
    filters: [...new Set(node.netfilter.map(({ family }) => family))],
    daemons: watchedDaemons(lab, node),
    monitored: watchedNodes(lab).includes(node),
    bird: node.programs.some(({ program }) => program === 'bird'),
  }))
  const bridges = bridgesOf(lab).map(({ name, filters }) => ({ bridge: name, vlans: filters }))
  const sysctls = [...new Set(lab.nodes.flatMap((node) => Object.keys(node.sysctls)))]
  return orStop(await link.call('observe', { nodes, bridges, sysctls }))
}
