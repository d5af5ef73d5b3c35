import { addressName } from '../../journey/notation.ts'
import type { Hop } from '../../journey/types.ts'
import { hopText } from '../say.ts'
import { dipsTowards } from '../traffic.ts'
import type { FilterRule } from '../types.ts'
import { frameOf, holderOf } from '../view.ts'
import { count, frameText } from '../words.ts'
import { onNodes } from './phrases.ts'
import { type Detector, handedOver, type Scene, stateOf } from './scene.ts'

/** Full NAT in mainline is masquerading and a rule of netfilter: without the rule the client's address stays. */
export const snatMissing: Detector = (scene) => {
  const { director } = scene.roles
  const seen = keepingSource(scene)
  const rules = sourceRules(scene)
  if (seen === undefined || isHidden(scene) || rules.some(({ packets }) => packets > 0)) return undefined
  const [rule] = rules
  const lack =
    rule === undefined ? 'there is no rule that rewrites sources' : `${rule.rule} matched no packet`
  return {
    nodes: [director],
    text: `${seen}: on ${director}, ${lack}, and IPVS itself rewrites the destination alone.`,
    remedy: onNodes([director], command('-A POSTROUTING', scene)),
  }
}

/** Without vs.conntrack, IPVS takes its packets out of netfilter's sight (ip_vs_notrack), and no rule is asked. */
export const snatUnasked: Detector = (scene) => {
  const { director } = scene.roles
  const seen = keepingSource(scene)
  const [rule] = sourceRules(scene)
  if (seen === undefined || rule === undefined || !isHidden(scene)) return undefined
  return {
    nodes: [director],
    text: `${seen}: on ${director}, vs.conntrack is 0, so netfilter does not track the connections of IPVS, and ${rule.rule} matched ${count(rule.packets, 'packet')}.`,
    remedy: onNodes([director], 'sysctl -w net.ipv4.vs.conntrack=1'),
  }
}

/** Real servers answer the address that the rule put there: it has to lead back to the director. */
export const snatSource: Detector = (scene) => {
  const { roles, view } = scene
  const rule = sourceRules(scene).find(({ packets }) => packets > 0)
  const clients = clientsOf(scene)
  const wrong = handedOver(scene).filter(
    ({ hop, server }) => !clients.has(hop.source) && !dipsTowards(view, roles, server).includes(hop.source),
  )
  const hops = wrong.map(({ hop }) => hop)
  const [first] = hops
  if (rule === undefined || first === undefined) return undefined
  return {
    nodes: [roles.director],
    text: `${shown(scene, hops)}: ${rule.rule} puts ${addressName(first.source, view.names)} for the source, ${whose(scene, first.source)}, and what real servers answer there does not come back.`,
    remedy: onNodes([roles.director], command('-R POSTROUTING 1', scene)),
  }
}

function whose({ roles, view }: Scene, address: string): string {
  const holder = holderOf(view, address)
  if (holder === address) return 'which nobody has'
  return holder === roles.director ? `which ${holder} has on another network` : `which is ${holder}'s`
}

/** That requests reached real servers with the source that the client gave them; undefined where none did. */
function keepingSource(scene: Scene): string | undefined {
  const clients = clientsOf(scene)
  const hops = handedOver(scene).flatMap(({ hop }) => (clients.has(hop.source) ? [hop] : []))
  return hops.length === 0 ? undefined : `${shown(scene, hops)} keeps the client's address`
}

const clientsOf = ({ traffic }: Scene): Set<string> => new Set(traffic.exchanges.map(({ source }) => source))

function shown({ view }: Scene, hops: readonly Hop[]): string {
  return `${hopText(view, hops[0] as Hop)} (${frameText(hops.map(frameOf))})`
}

const isHidden = (scene: Scene): boolean =>
  stateOf(scene, scene.roles.director).sysctls['ipv4.vs.conntrack'] === '0'

/** Rules of the director that rewrite sources. */
function sourceRules(scene: Scene): FilterRule[] {
  return stateOf(scene, scene.roles.director).netfilter.filter(
    ({ table, chain, rule }) =>
      table === 'nat' && chain === 'POSTROUTING' && /-j (SNAT|MASQUERADE)\b/.test(rule),
  )
}

function command(action: string, { roles }: Scene): string {
  const match = `-m ipvs --vaddr ${roles.vip} --vport ${roles.port} --vproto tcp --vmethod MASQ`
  return `iptables -t nat ${action} ${match} -j SNAT --to-source DIP`
}
