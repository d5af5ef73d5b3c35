import { addressName } from '../../journey/notation.ts'
import { addressOf, hostPrefix } from '../prefix.ts'
import { hopText } from '../say.ts'
import { frameOf } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, linkOf, requestsTo, type Scene, stateOf } from './scene.ts'

/** Who finds that an address has an owner already does not use it (RFC 4862, section 5.4). */
export const duplicateAddress: Detector = (scene) => {
  const { servers, vip, director } = scene.roles
  const culprits = [director, ...servers].filter((node) => duplicatesOf(scene, node).length > 0)
  const reached = culprits.filter((node) => requestsTo(scene, node).length > 0)
  const [first] = reached
  const [hop] = first === undefined ? [] : requestsTo(scene, first)
  if (first === undefined || hop === undefined) return undefined
  const link = linkOf(scene, first)
  return {
    nodes: culprits,
    text: `${listed(reached)} got ${hopText(scene.view, hop)} (${frameText([frameOf(hop)])}) and dropped it: ${grouped(culprits, () => `the kernel found that ${addressName(vip, scene.view.names)} is a duplicate (dadfailed) and does not use it`)}.`,
    remedy: onNodes(
      culprits,
      `ip addr del ${hostPrefix(vip)} dev ${link}`,
      `ip addr add ${hostPrefix(vip)} dev lo`,
    ),
  }
}

function duplicatesOf(scene: Scene, node: string): string[] {
  const all = stateOf(scene, node).interfaces.flatMap(({ duplicates = [] }) => duplicates)
  return all.filter((cidr) => addressOf(cidr) === scene.roles.vip)
}
