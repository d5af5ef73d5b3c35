import type { Hop, Journey } from '../../journey/types.ts'
import { hopText, packetText } from '../say.ts'
import type { FilterRule } from '../types.ts'
import { frameOf, receiver, sender } from '../view.ts'
import { count, frameText } from '../words.ts'
import { hasDropped } from './netfilter.ts'
import { onNodes } from './phrases.ts'
import { type Detector, errorsFrom, type Scene, type Sent } from './scene.ts'

/**
 * A full segment does not fit into a tunnel. The director says so by ICMP (RFC 1191); a client that never hears of
 * it sends the same segment again and again, while everything small gets through (RFC 2923, section 2.1).
 */
export const pathMtu: Detector = (scene) => {
  const { view, roles } = scene
  const told = errorsFrom(scene, roles.director).filter(isTooBig)
  const [first] = told
  const cause = first && view.journeyById.get(first.journey.icmp?.cause ?? 0)
  const deaf = first && deafNode(scene, told)
  const again = cause && sentAgain(scene, cause)
  if (first === undefined || cause === undefined || deaf === undefined || again === undefined)
    return undefined
  const { node, rule } = deaf
  const said = `${packetText(view, first.hop, first.journey)} (${frameText(told.map(({ hop }) => frameOf(hop)))})`
  return {
    nodes: [node],
    text: `${hopText(view, cause.hops[0] as Hop)} ${cause.summary} is too large for the tunnel, as ${said} says, but ${rule.rule} on ${node} matched ${count(rule.packets, 'packet')}: ${roles.client} sends as much again (frame ${frameOf(again.hops[0] as Hop)}).`,
    remedy: `${onNodes([node], `iptables -I ${rule.chain} -p icmp --icmp-type fragmentation-needed -j ACCEPT`)}; or make segments smaller: ip route change … advmss 1440 on real servers; or on ${roles.director}: sysctl -w net.ipv4.vs.pmtu_disc=0`,
  }
}

const isTooBig = ({ journey: { icmp } }: Sent): boolean => icmp?.type === 3 && icmp.code === 4

/** Where the errors end, by a rule there that dropped packets. */
function deafNode({ view }: Scene, told: readonly Sent[]): { node: string; rule: FilterRule } | undefined {
  for (const { journey } of told) {
    const node = receiver(view, journey.hops.at(-1) as Hop)
    const rules = view.stateByNode.get(node)?.netfilter ?? []
    const rule = rules.find(hasDropped)
    if (rule !== undefined) return { node, rule }
  }
  return undefined
}

/** The same octets, sent again in one piece after the error. */
function sentAgain({ view, traffic, roles }: Scene, cause: Journey): Journey | undefined {
  return traffic.requests
    .map(({ journey }) => journey)
    .find(
      ({ id, sequence, payloadLength, hops }) =>
        id > cause.id &&
        sequence === cause.sequence &&
        payloadLength >= cause.payloadLength &&
        hops[0] !== undefined &&
        sender(view, hops[0]) === roles.client,
    )
}
