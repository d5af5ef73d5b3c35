import type { Hop } from '../../journey/types.ts'
import { hopText } from '../say.ts'
import { frameOf } from '../view.ts'
import { frameText } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, linkOf, repliesFrom, requestsFrom, requestsTo, type Scene, stateOf } from './scene.ts'

/**
 * Who passes a packet on, or answers with an address of lo, asks with the link-local address of the interface (RFC
 * 4861, section 7.2.2; ndisc_solicit in net/ipv6/ndisc.c): without one, it cannot ask at all.
 */
export const noLinkLocal: Detector = (scene) => {
  const { director, servers, vip } = scene.roles
  if (!vip.includes(':')) return undefined
  const culprits = [director, ...servers].filter((node) => isDumb(scene, node))
  const [first] = culprits
  if (first === undefined) return undefined
  const [hop] = requestsTo(scene, first) as [Hop]
  const link = linkOf(scene, first)
  const lack = grouped(
    culprits,
    (node) => `${linkOf(scene, node)} has no link-local address to ask neighbours with`,
  )
  return {
    nodes: culprits,
    text: `${first} received ${hopText(scene.view, hop)} (${frameText([frameOf(hop)])}) and sent nothing on or back: ${lack}.`,
    remedy: onNodes(
      culprits,
      `sysctl -w net.ipv6.conf.${link}.addr_gen_mode=0`,
      `ip link set ${link} down`,
      `ip link set ${link} up`,
    ),
  }
}

/** It was sent requests and nothing came of them, and it has nothing to ask with. */
function isDumb(scene: Scene, node: string): boolean {
  const link = stateOf(scene, node).interfaces.find(({ name }) => name === linkOf(scene, node))
  const hasLocal = link === undefined || link.addresses.some((cidr) => cidr.startsWith('fe80:'))
  const sent = [...requestsFrom(scene, node), ...repliesFrom(scene, node)]
  return !hasLocal && requestsTo(scene, node).length > 0 && sent.length === 0
}
