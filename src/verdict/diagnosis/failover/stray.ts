import type { Hop } from '../../../journey/types.ts'
import { claims, type Message } from '../../neighbour.ts'
import { timeOf } from '../../timeline/clock.ts'
import { type Tenure, tenuresOf } from '../../timeline/tenures.ts'
import { receiver, requestsOf } from '../../view.ts'
import type { Failover } from './scene.ts'

/** Requests to the address, in its time, that went to another of the nodes that may have it. */
export function strayRequests({ view, vip, among }: Failover, { node, from, to }: Tenure): Hop[] {
  const exchanges = view.exchanges.filter(({ destination }) => destination === vip)
  const sent = exchanges.flatMap((one) => requestsOf(view, one).flatMap(({ hops: [hop] }) => hop ?? []))
  return sent.filter((hop) => {
    const at = timeOf(view, hop)
    const receives = receiver(view, hop)
    return at > from && at < to && receives !== node && among.includes(receives)
  })
}

/** Gratuitous ARP for a tenure: `ip monitor` may tell of it only later, so all count since the tenure before. */
export function announcements({ view, vip, among }: Failover, { node, from, to }: Tenure): Message[] {
  const before = tenuresOf(view, vip, among).filter((one) => one.node === node && one.to <= from)
  const since = Math.max(...before.map((one) => one.to), -Infinity)
  return claims(view, vip).filter(({ by, journey, hop }) => {
    const at = timeOf(view, hop)
    return by === node && journey.neighbour?.kind === 'gratuitous' && at >= since && at < to
  })
}
