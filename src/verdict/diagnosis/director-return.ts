import type { Hop } from '../../journey/types.ts'
import { hopText } from '../say.ts'
import type { FilterRule } from '../types.ts'
import { frameOf, receiver } from '../view.ts'
import { count, frameText } from '../words.ts'
import { dropRules } from './netfilter.ts'
import { filterTool, onNodes } from './phrases.ts'
import { type Detector, linkTowards, type Scene, stateOf } from './scene.ts'

/** A request for the VIP is taken in; a translated reply is for somebody else, and has to be forwarded. */
export const ipForwardOff: Detector = (scene) => {
  const { director, vip } = scene.roles
  const kept = keptReplies(scene)
  const key = vip.includes(':') ? 'ipv6.conf.all.forwarding' : 'ipv4.ip_forward'
  if (kept === undefined || stateOf(scene, director).sysctls[key] !== '0') return undefined
  return {
    nodes: [director],
    text: `${kept}: net.${key} is 0 there. Requests are for an address of ${director} itself, but replies are for the client, and have to be forwarded.`,
    remedy: onNodes([director], `sysctl -w net.${key}=1`),
  }
}

/**
 * IPVS takes a packet away from netfilter's connection tracking unless it is told not to (ip_vs_notrack in
 * net/netfilter/ipvs). Nobody has seen the request of what then comes back, so it is INVALID.
 */
export const conntrackOff: Detector = (scene) => {
  const { director } = scene.roles
  const kept = keptReplies(scene)
  const rule = dropsAt(scene).find((one) => /--(ct)?state (\S+,)?INVALID\b/.test(one.rule))
  if (kept === undefined || rule === undefined) return undefined
  if (stateOf(scene, director).sysctls['ipv4.vs.conntrack'] !== '0') return undefined
  return {
    nodes: [director],
    text: `${kept}: ${matched(rule)}, and net.ipv4.vs.conntrack is 0. IPVS hides its connections from connection tracking, so every reply is invalid there.`,
    remedy: onNodes([director], 'sysctl -w net.ipv4.vs.conntrack=1'),
  }
}

/** Replies are the one half of the traffic that passes the chain FORWARD, before IPVS translates them. */
export const repliesFiltered: Detector = (scene) => {
  const { director, servers } = scene.roles
  const kept = keptReplies(scene)
  const [rule] = dropsAt(scene)
  const [server] = servers
  if (kept === undefined || rule === undefined || server === undefined) return undefined
  return {
    nodes: [director],
    text: `${kept}: ${matched(rule)}.`,
    remedy: onNodes(
      [director],
      `${filterTool(scene.roles.vip)} -t ${rule.table} -I ${rule.chain} -i ${linkTowards(scene, server)} -j ACCEPT`,
    ),
  }
}

const matched = ({ rule, packets }: FilterRule): string => `${rule} matched ${count(packets, 'packet')}`

const dropsAt = (scene: Scene): FilterRule[] => dropRules(stateOf(scene, scene.roles.director))

/** Last hops of replies that came to the director and were not sent on. */
function keptHops({ view, traffic, roles }: Scene): Hop[] {
  const last = traffic.replies.flatMap(({ journey }) => journey.hops.slice(-1))
  return last.filter((hop) => receiver(view, hop) === roles.director)
}

function keptReplies(scene: Scene): string | undefined {
  const kept = keptHops(scene)
  const [first] = kept
  if (first === undefined) return undefined
  return `${hopText(scene.view, first)} (${frameText(kept.map(frameOf))}) reached ${scene.roles.director} and was not sent on`
}
