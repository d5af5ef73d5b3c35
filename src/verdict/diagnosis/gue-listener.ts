import { count } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, stateOf } from './scene.ts'
import { arrivalText, muteArrivals, refusalText } from './tunnel.ts'

/** To a kernel that was not told to unwrap it, GUE is UDP to a closed port (Udp.NoPorts in udp(7)). */
export const gueListener: Detector = (scene) => {
  const culprits = muteArrivals(scene).filter(
    ({ server, outer }) =>
      outer.protocol === 'gue' &&
      noPorts(stateOf(scene, server).counters) > 0 &&
      refusalText(scene, server) !== undefined,
  )
  const [first] = culprits
  if (first === undefined) return undefined
  const nodes = culprits.map(({ server }) => server)
  const port = first.outer.destinationPort
  const closed = grouped(nodes, (node) => {
    const dropped = count(noPorts(stateOf(scene, node).counters), 'datagram')
    return `nothing takes UDP port ${port} (Udp.NoPorts counts ${dropped})`
  })
  return {
    nodes,
    text: `${arrivalText(scene, first)} and answered ${refusalText(scene, first.server)}: ${closed}.`,
    remedy: onNodes(nodes, `ip fou add port ${port} gue`),
  }
}

const noPorts = (counters: Readonly<Record<string, number>>): number => counters['Udp.NoPorts'] ?? 0
