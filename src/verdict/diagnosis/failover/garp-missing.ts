import { hopText } from '../../say.ts'
import { doubtsAt } from '../../soundness.ts'
import { counted, timeOf } from '../../timeline/clock.ts'
import { linksWith, type Tenure, tenuresOf } from '../../timeline/tenures.ts'
import { pointsOf } from '../../topology.ts'
import { frameOf, receiver } from '../../view.ts'
import { frameText } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { Failover, FailoverDetector } from './scene.ts'
import { announcements, strayRequests } from './stray.ts'

/** Who is not told that an address has moved sends to the MAC that had it before (RFC 826 keeps what it knows). */
export const garpMissing: FailoverDetector = (scene) => {
  const { view, vip, among } = scene
  for (const tenure of tenuresOf(view, vip, among)) {
    if (!Number.isFinite(tenure.from) || isAnnounced(scene, tenure)) continue
    const stray = strayRequests(scene, tenure)
    const [first] = stray
    if (first === undefined) continue
    const [link] = linksWith(view, tenure.node, vip)
    const when = counted(timeOf(view, first), tenure, `${tenure.node} got ${vip}`)
    return {
      nodes: [tenure.node],
      text: `${tenure.node} sent no gratuitous ARP when it got ${vip}: ${hopText(view, first)} (${frameText(stray.map(frameOf))}) went to ${receiver(view, first)} ${when}.`,
      remedy: onNodes([tenure.node], `arping -U -I ${link ?? 'eth0'} ${vip}`),
    }
  }
  return undefined
}

/** An announcement may be captured before `ip monitor` tells of the address: any counts that came after the tenure before. */
function isAnnounced(scene: Failover, tenure: Tenure): boolean {
  const points = pointsOf(scene.view.lab, tenure.node)
  return doubtsAt(scene.view, points).length > 0 || announcements(scene, tenure).length > 0
}
