import type { Hop } from '../../journey/types.ts'
import { routeTo } from '../routes.ts'
import { hopText } from '../say.ts'
import { frameOf, receiver } from '../view.ts'
import { count, frameText } from '../words.ts'
import { onNodes, wayNamed } from './phrases.ts'
import { reversePathDrops } from './rp-filter.ts'
import { type Detector, type Scene, stateOf } from './scene.ts'
import { effective } from './sysctl.ts'

/**
 * A router that checks sources takes a packet from an interface only if its way to the packet's source leads there
 * (unicast reverse path forwarding, RFC 3704). A reply's source is the VIP, which lives elsewhere.
 */
export const urpf: Detector = (scene) => {
  const stuck = scene.traffic.replies.flatMap(({ journey }) => {
    const hop = journey.hops.at(-1)
    return hop !== undefined && filters(scene, hop) ? [hop] : []
  })
  const [first] = stuck
  if (first === undefined) return undefined
  const router = receiver(scene.view, first)
  const state = stateOf(scene, router)
  const [device = ''] = devicesOf(scene, first)
  const route = routeTo(state, first.source)
  const way = route === undefined ? 'none' : wayNamed(scene, route)
  return {
    nodes: [router],
    text: `${hopText(scene.view, first)} (${frameText(stuck.map(frameOf))}) was not sent on: ${effective(state, 'rp_filter', device)?.text}, and the way of ${router} to its source, the VIP, is ${way}: ${count(reversePathDrops(scene, router), 'packet')} dropped (TcpExt.IPReversePathFilter).`,
    remedy: onNodes([router], `sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.${device}.rp_filter=0`),
  }
}

/** Whether the node at the end of a hop is a router that counted drops, and whose way to the source is another. */
function filters(scene: Scene, hop: Hop): boolean {
  const { client, director, servers, vip } = scene.roles
  const router = receiver(scene.view, hop)
  if ([client, director, ...servers].includes(router) || hop.source !== vip) return false
  const state = scene.view.stateByNode.get(router)
  if (state === undefined || reversePathDrops(scene, router) === 0) return false
  const back = routeTo(state, hop.source)
  return devicesOf(scene, hop).some(
    (device) => effective(state, 'rp_filter', device)?.value === 1 && back?.dev !== device,
  )
}

/** Interfaces of the receiver that own the hop's destination MAC: one, but for VLAN devices. */
function devicesOf(scene: Scene, hop: Hop): string[] {
  const state = scene.view.stateByNode.get(receiver(scene.view, hop))
  return (state?.interfaces ?? []).flatMap(({ name, mac }) => (mac === hop.destinationMac ? [name] : []))
}
