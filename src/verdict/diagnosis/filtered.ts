import type { Hop } from '../../journey/types.ts'
import { hopText } from '../say.ts'
import type { FilterRule } from '../types.ts'
import { frameOf, receiver } from '../view.ts'
import { count, frameText } from '../words.ts'
import { dropRules } from './netfilter.ts'
import { onNodes } from './phrases.ts'
import { type Detector, type Scene, stateOf } from './scene.ts'

/** Firewalls know TCP and UDP; what a tunnel sends is neither, and falls through to what drops the rest. */
export const protocolFiltered: Detector = (scene) => {
  const ended = scene.traffic.requests.flatMap(({ journey }) => journey.hops.slice(-1))
  const stuck = ended.filter(({ encapsulation }) => encapsulation.length > 0)
  for (const hop of stuck) {
    const router = routerAt(scene, hop)
    const [rule] = router ? dropRules(stateOf(scene, router)) : []
    if (router && rule)
      return verdict(
        scene,
        router,
        rule,
        stuck.filter((one) => routerAt(scene, one) === router),
      )
  }
  return undefined
}

/** The node at the end of a hop, where it should have sent the packet on. */
function routerAt({ view, roles }: Scene, hop: Hop): string | undefined {
  const node = receiver(view, hop)
  return view.stateByNode.has(node) && ![roles.client, roles.director, ...roles.servers].includes(node)
    ? node
    : undefined
}

function verdict(scene: Scene, router: string, rule: FilterRule, stuck: readonly Hop[]) {
  const [first] = stuck as [Hop]
  const command = `iptables -t ${rule.table}`
  return {
    nodes: [router],
    text: `${hopText(scene.view, first)} (${frameText(stuck.map(frameOf))}) was not sent on: ${rule.rule} on ${router} matched ${count(rule.packets, 'packet')}.`,
    remedy: onNodes(
      [router],
      `${command} -I ${rule.chain} -p ${PROTOCOLS[first.encapsulation[0]?.protocol ?? 'ipip']} -j ACCEPT`,
    ),
  }
}

const PROTOCOLS = { ipip: '4', gre: '47', gue: 'udp' } as const
