import { type Ask, asks, claims } from '../neighbour.ts'
import { messageText } from '../say.ts'
import type { FilterRule, NodeState } from '../types.ts'
import { holderOf } from '../view.ts'
import { count, frameText } from '../words.ts'
import { hasDropped } from './netfilter.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, stateOf } from './scene.ts'

/** Neighbour discovery is ICMPv6: who filters all of that is not found, or finds nobody. ARP passes no filter. */
export const discoveryDropped: Detector = (scene) => {
  const { view } = scene
  const unanswered = asks(view).filter(
    ({ broadcast, target }) => broadcast && claims(view, target).length === 0,
  )
  const ends = ({ by, target }: Ask) => [holderOf(view, target), by]
  const culprits = [...new Set(unanswered.flatMap(ends))].filter((node) =>
    dropping(view.stateByNode.get(node)),
  )
  const first = unanswered.find((ask) => ends(ask).some((node) => culprits.includes(node)))
  if (first === undefined) return undefined
  const frames = unanswered.map(({ frame }) => frame)
  return {
    nodes: culprits,
    text: `${messageText(view, first)} was never answered (${frameText(frames)}): ${grouped(culprits, (node) => dropText(dropping(stateOf(scene, node)) as FilterRule))}, and neighbour discovery is ICMPv6.`,
    remedy: onNodes(
      culprits,
      ...['solicitation', 'advertisement'].map(
        (kind) => `ip6tables -I INPUT -p icmpv6 --icmpv6-type neighbour-${kind} -j ACCEPT`,
      ),
    ),
  }
}

/** A rule that has dropped ICMPv6 on its way in or out. */
function dropping(state: NodeState | undefined): FilterRule | undefined {
  return state?.netfilter.find(
    (rule) =>
      rule.family === 'ipv6' &&
      ['INPUT', 'OUTPUT'].includes(rule.chain) &&
      hasDropped(rule) &&
      (/icmp/.test(rule.rule) || !/ -p /.test(rule.rule)),
  )
}

const dropText = ({ rule, packets }: FilterRule): string =>
  `ip6tables ${rule} has dropped ${count(packets, 'packet')}`
