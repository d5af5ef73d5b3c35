import type { Exchange, Hop, Journey } from '../../../journey/types.ts'
import { isReset, packetText } from '../../say.ts'
import { doubtsAt } from '../../soundness.ts'
import { pointsOf } from '../../topology.ts'
import { attemptsOf } from '../../traffic.ts'
import type { Diagnosis } from '../../types.ts'
import { frameOf, receiver, repliesOf, requestsOf, sender, type View } from '../../view.ts'
import { frameText } from '../../words.ts'

/** Where IPVS tells of its connections (IP_VS_SYNC_GROUP in net/netfilter/ipvs/ip_vs_sync.c). */
const GROUP = '224.0.0.81'
const PORT = 8848

/** The cause that is looked for here, beside those of `suspects.ts`. */
export const SYNC_CAUSE = 'sync-off'

/** A director that was told nothing of a connection takes its packets for strangers, and its kernel resets them. */
export function syncOff(view: View, probe: string): Diagnosis | undefined {
  for (const { exchange } of attemptsOf(view, probe)) {
    const handed = exchange && handedOver(view, exchange)
    if (handed === undefined || hasTold(view, handed.from)) continue
    const { from, to, reset, hop } = handed
    return {
      cause: SYNC_CAUSE,
      nodes: [from],
      text: `${packetText(view, hop, reset)} (${frameText([frameOf(hop)])}) by ${to}, to which the connection came from ${from}: ${from} sent no sync message (UDP, ${GROUP}:${PORT}), and ${to} knows nothing of the connection.`,
      remedy: `keepalived.conf on both: lvs_sync_daemon INTERFACE INSTANCE`,
    }
  }
  return undefined
}

interface HandedOver {
  readonly from: string
  readonly to: string
  readonly reset: Journey
  readonly hop: Hop
}

/** A conversation whose requests went to one node and then to another, which reset it. */
function handedOver(view: View, exchange: Exchange): HandedOver | undefined {
  const firsts = requestsOf(view, exchange).flatMap(({ hops: [hop] }) => hop ?? [])
  const [from, to] = new Set(firsts.map((hop) => receiver(view, hop)))
  if (from === undefined || to === undefined) return undefined
  for (const reset of repliesOf(view, exchange).filter(isReset)) {
    const [hop] = reset.hops
    if (hop !== undefined && sender(view, hop) === to) return { from, to, reset, hop }
  }
  return undefined
}

/** Whether a node told of its connections, or may have done so where nobody saw it. */
function hasTold(view: View, node: string): boolean {
  return (
    doubtsAt(view, pointsOf(view.lab, node)).length > 0 ||
    view.journeys.some(
      ({ hops: [hop] }) =>
        hop?.destination === GROUP && hop.destinationPort === PORT && sender(view, hop) === node,
    )
  )
}
