import { asks, claims, wordingFor } from '../neighbour.ts'
import { hostPrefix } from '../prefix.ts'
import { frameText, listed } from '../words.ts'
import { onNodes } from './phrases.ts'
import { type Detector, linkOf, vipAt } from './scene.ts'

/**
 * A host advertises the addresses of the interface that is asked, and no others (ndisc_recv_ns in net/ipv6/ndisc.c):
 * a VIP on lo, which IPv4 would answer for, is nobody's on the link.
 */
export const vipOffLink: Detector = (scene) => {
  const { director, front, vip } = scene.roles
  const [link, held] = [linkOf(scene, director), vipAt(scene, director).map((at) => at.interface)]
  const asked = asks(scene.view, front.node).filter(({ target }) => target === vip)
  if (!vip.includes(':') || link === undefined || held.length === 0 || held.includes(link)) return undefined
  if (asked.length === 0 || claims(scene.view, vip).length > 0) return undefined
  return {
    nodes: [director],
    text: `${director} left ${wordingFor(vip).question('VIP')} unanswered (${frameText(asked.map(({ frame }) => frame))}): the VIP is on ${listed(held)}, and a kernel advertises only addresses of the interface that is asked, ${link}.`,
    remedy: onNodes([director], `ip addr replace ${hostPrefix(vip)} dev ${link}`),
  }
}
