import { hopText } from '../../say.ts'
import { type Tenure, tenuresOf } from '../../timeline/tenures.ts'
import { frameOf, receiver, sender } from '../../view.ts'
import { frameText } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { Failover, FailoverDetector } from './scene.ts'
import { announcements, strayRequests } from './stray.ts'

/** Who drops gratuitous ARP (drop_gratuitous_arp of ip-sysctl) keeps sending to the MAC that had the address before. */
export const garpIgnored: FailoverDetector = (scene) => {
  const { view, vip, among } = scene
  for (const tenure of tenuresOf(view, vip, among)) {
    const [stray] = strayRequests(scene, tenure)
    const node = stray && sender(view, stray)
    const heard = node === undefined ? undefined : heardBy(scene, tenure, node)
    if (stray === undefined || node === undefined || heard === undefined) continue
    const key = droppingKey(scene, node, heard.interface)
    if (key === undefined) continue
    return {
      nodes: [node],
      text: `${node} got the gratuitous ARP of ${tenure.node} (frame ${heard.frame}) and has ${key}=1: ${hopText(view, stray)} (${frameText([frameOf(stray)])}) still went to ${receiver(view, stray)}.`,
      remedy: onNodes([node], `sysctl -w net.${key}=0`),
    }
  }
  return undefined
}

/** Where a node was told that an address has moved. */
function heardBy(
  scene: Failover,
  tenure: Tenure,
  node: string,
): { readonly frame: number; readonly interface: string } | undefined {
  const sightings = announcements(scene, tenure).flatMap(({ hop }) => hop.sightings)
  const heard = sightings.find(({ point }) => point.startsWith(`${node}:`))
  return heard && { frame: heard.frame, interface: heard.point.slice(node.length + 1) }
}

function droppingKey({ view }: Failover, node: string, link: string): string | undefined {
  const sysctls = view.stateByNode.get(node)?.sysctls ?? {}
  const keys = ['all', link].map((name) => `ipv4.conf.${name}.drop_gratuitous_arp`)
  return keys.find((key) => sysctls[key] === '1')
}
