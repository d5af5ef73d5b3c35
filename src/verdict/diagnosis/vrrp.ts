import { count } from '../words.ts'
import { advertsOf, advertText, type ClaimDetector, rivals } from './adverts.ts'
import { hasDropped } from './netfilter.ts'
import { onNodes } from './phrases.ts'
import { stateOf } from './scene.ts'

/** Two ids are two virtual routers: neither hears of the other, and both hold the address (RFC 5798, section 7.1). */
export const routerIdDiffers: ClaimDetector = (claim) => {
  const { own, other } = rivals(claim) ?? {}
  if (!own || !other || own.facts.routerId === other.facts.routerId) return undefined
  return {
    nodes: [own.node, other.node],
    text: `${advertText(claim.view, own)} and ${advertText(claim.view, other)} carry the VIP: two virtual routers, each with a master of its own.`,
    remedy: `keepalived.conf: the same virtual_router_id on ${own.node} and ${other.node}`,
  }
}

/** Adverts with another password are discarded (vrrp_check_packet() in vrrp.c), so the backup hears of no master. */
export const authenticationDiffers: ClaimDetector = (claim) => {
  const { own, other } = rivals(claim) ?? {}
  if (!own || !other || own.facts.routerId !== other.facts.routerId) return undefined
  const sameType = own.facts.authentication === other.facts.authentication
  if (sameType && own.facts.secret === other.facts.secret) return undefined
  const differs = sameType ? 'another password' : 'another type of authentication'
  return {
    nodes: [own.node, other.node],
    text: `${advertText(claim.view, other)} has ${differs} than ${advertText(claim.view, own)}: each discards what the other says, and both are master.`,
    remedy: `keepalived.conf: the same authentication on ${own.node} and ${other.node}`,
  }
}

/** Who hears no advert takes itself for the only one. */
export const advertsFiltered: ClaimDetector = (claim) => {
  const { own, other } = rivals(claim) ?? {}
  if (!own || !other) return undefined
  for (const [deaf, heard] of [
    [own, other],
    [other, own],
  ] as const) {
    const rule = stateOf(claim, deaf.node).netfilter.find(
      (one) => one.chain === 'INPUT' && hasDropped(one) && /224\.0\.0\.18|-p (112|vrrp)\b/.test(one.rule),
    )
    if (rule === undefined) continue
    return {
      nodes: [deaf.node],
      text: `${advertText(claim.view, heard)} came to ${deaf.node}, where ${rule.rule} dropped ${count(rule.packets, 'packet')}: it knows no master and became one.`,
      remedy: onNodes([deaf.node], `iptables -t ${rule.table} -I INPUT -p 112 -j ACCEPT`),
    }
  }
  return undefined
}

/** The higher priority is master, whoever was meant to be. */
export const otherPriority: ClaimDetector = (claim) => {
  const { view, director } = claim
  const all = advertsOf(claim)
  const holder = all.find(({ node }) => node !== director)
  const own = all.find(({ node }) => node === director)
  if (!holder || (own && own.facts.priority >= holder.facts.priority) || own?.facts.priority === 0)
    return undefined
  const meant = own ? `, against ${own.facts.priority} of ${director}` : `, and ${director} is silent`
  return {
    nodes: [holder.node],
    text: `${advertText(view, holder)}: ${holder.node} is master with priority ${holder.facts.priority}${meant}.`,
    remedy: `keepalived.conf: a higher priority on ${director} than on ${holder.node}`,
  }
}
