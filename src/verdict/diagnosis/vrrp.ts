import { packetText } from '../say.ts'
import { frameOf, type View } from '../view.ts'
import { count, frameText } from '../words.ts'
import { type Advert, advertsOf, rivals } from './adverts.ts'
import { hasDropped } from './netfilter.ts'
import { onNodes } from './phrases.ts'
import { type Detector, stateOf } from './scene.ts'

const advertText = (view: View, { hop, journey }: Advert): string =>
  `${packetText(view, hop, journey)} (${frameText([frameOf(hop)])})`

/** Two ids are two virtual routers: neither hears of the other, and both hold the address (RFC 5798, section 7.1). */
export const routerIdDiffers: Detector = (scene) => {
  const { own, other } = rivals(scene) ?? {}
  if (!own || !other || own.facts.routerId === other.facts.routerId) return undefined
  return {
    nodes: [own.node, other.node],
    text: `${advertText(scene.view, own)} and ${advertText(scene.view, other)} carry the VIP: two virtual routers, each with a master of its own.`,
    remedy: `keepalived.conf: the same virtual_router_id on ${own.node} and ${other.node}`,
  }
}

/** Adverts with another password are discarded (vrrp_check_packet() in vrrp.c), so the backup hears of no master. */
export const authenticationDiffers: Detector = (scene) => {
  const { own, other } = rivals(scene) ?? {}
  if (!own || !other || own.facts.routerId !== other.facts.routerId) return undefined
  const sameType = own.facts.authentication === other.facts.authentication
  if (sameType && own.facts.secret === other.facts.secret) return undefined
  const differs = sameType ? 'another password' : 'another type of authentication'
  return {
    nodes: [own.node, other.node],
    text: `${advertText(scene.view, other)} has ${differs} than ${advertText(scene.view, own)}: each discards what the other says, and both are master.`,
    remedy: `keepalived.conf: the same authentication on ${own.node} and ${other.node}`,
  }
}

/** Who hears no advert takes itself for the only one. */
export const advertsFiltered: Detector = (scene) => {
  const { own, other } = rivals(scene) ?? {}
  if (!own || !other) return undefined
  for (const [deaf, heard] of [
    [own, other],
    [other, own],
  ] as const) {
    const rule = stateOf(scene, deaf.node).netfilter.find(
      (one) => one.chain === 'INPUT' && hasDropped(one) && /224\.0\.0\.18|-p (112|vrrp)\b/.test(one.rule),
    )
    if (rule === undefined) continue
    return {
      nodes: [deaf.node],
      text: `${advertText(scene.view, heard)} came to ${deaf.node}, where ${rule.rule} dropped ${count(rule.packets, 'packet')}: it knows no master and became one.`,
      remedy: onNodes([deaf.node], `iptables -t ${rule.table} -I INPUT -p 112 -j ACCEPT`),
    }
  }
  return undefined
}

/** The higher priority is master, whoever was meant to be. */
export const otherPriority: Detector = (scene) => {
  const { view, roles } = scene
  const all = advertsOf(scene)
  const holder = all.find(({ node }) => node !== roles.director)
  const own = all.find(({ node }) => node === roles.director)
  if (!holder || (own && own.facts.priority >= holder.facts.priority) || own?.facts.priority === 0)
    return undefined
  const meant = own
    ? `, against ${own.facts.priority} of ${roles.director}`
    : `, and ${roles.director} is silent`
  return {
    nodes: [holder.node],
    text: `${advertText(view, holder)}: ${holder.node} is master with priority ${holder.facts.priority}${meant}.`,
    remedy: `keepalived.conf: a higher priority on ${roles.director} than on ${holder.node}`,
  }
}
