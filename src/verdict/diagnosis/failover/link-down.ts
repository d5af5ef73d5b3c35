import { listed } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import { stateOf } from '../scene.ts'
import type { Failover, FailoverDetector } from './scene.ts'

/** A link without a carrier carries nothing. */
export const linkDown: FailoverDetector = (scene) => {
  const dead = scene.view.lab.nodes.flatMap(({ name: node, links }) =>
    links
      .filter(({ device }) => !hasCarrier(scene, node, device) && !isMeant(scene, node, device))
      .map(({ device }) => ({ node, nic: device })),
  )
  const nodes = [...new Set(dead.map(({ node }) => node))]
  if (nodes.length === 0) return undefined
  const links = dead.map(({ node, nic }) => `${nic} of ${node}`)
  return {
    nodes,
    text: `${listed(links)} ${links.length === 1 ? 'has' : 'have'} no carrier: nobody hears ${listed(nodes)} there, nor does it hear anybody.`,
    remedy: onNodes(nodes, 'plug the cable in'),
  }
}

function hasCarrier(scene: Failover, node: string, nic: string): boolean {
  return stateOf(scene, node).interfaces.some(({ name, carrier }) => name === nic && carrier)
}

/** Whether the healthy lab's timeline leaves the link down. */
function isMeant({ meant }: Failover, node: string, nic: string): boolean {
  const changes = meant.flatMap((event) =>
    (event.kind === 'down' || event.kind === 'up') && event.node === node && event.interface === nic
      ? [event.kind]
      : [],
  )
  return changes.at(-1) === 'down'
}
