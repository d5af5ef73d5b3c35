import type { Hop } from '../../../journey/types.ts'
import { claims } from '../../neighbour.ts'
import { hopText } from '../../say.ts'
import { doubtsAt } from '../../soundness.ts'
import { counted, timeOf } from '../../timeline/clock.ts'
import { linksWith, type Tenure, tenuresOf } from '../../timeline/tenures.ts'
import { pointsOf } from '../../topology.ts'
import { frameOf, receiver, requestsOf } from '../../view.ts'
import { frameText } from '../../words.ts'
import { onNodes } from '../phrases.ts'
import type { Failover, FailoverDetector } from './scene.ts'

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
function isAnnounced({ view, vip, among }: Failover, { node, from, to }: Tenure): boolean {
  const points = pointsOf(view.lab, node)
  const before = tenuresOf(view, vip, among).filter((one) => one.node === node && one.to <= from)
  const since = Math.max(...before.map((one) => one.to), -Infinity)
  return (
    doubtsAt(view, points).length > 0 ||
    claims(view, vip).some(({ by, journey, hop }) => {
      const at = timeOf(view, hop)
      return by === node && journey.neighbour?.kind === 'gratuitous' && at >= since && at < to
    })
  )
}

/** Requests to the address, in its time, that went to another of the nodes that may have it. */
function strayRequests({ view, vip, among }: Failover, { node, from, to }: Tenure): Hop[] {
  const exchanges = view.exchanges.filter(({ destination }) => destination === vip)
  const sent = exchanges.flatMap((one) => requestsOf(view, one).flatMap(({ hops: [hop] }) => hop ?? []))
  return sent.filter((hop) => {
    const at = timeOf(view, hop)
    const receives = receiver(view, hop)
    return at > from && at < to && receives !== node && among.includes(receives)
  })
}
