import type { Hop, Journey, VrrpFacts } from '../../journey/types.ts'
import { packetText } from '../say.ts'
import type { Diagnosis } from '../types.ts'
import { frameOf, sender, type View } from '../view.ts'
import { frameText } from '../words.ts'
import type { Detector } from './scene.ts'

/** What a node advertises with VRRP, with the last packet that says so. */
export interface Advert {
  readonly node: string
  readonly facts: VrrpFacts
  readonly journey: Journey
  readonly hop: Hop
}

/** `director:…/DIP:224.0.0.18 VRRP advertisement, router 51 priority 100 (frame 7)` */
export function advertText(view: View, { hop, journey }: Pick<Advert, 'hop' | 'journey'>): string {
  return `${packetText(view, hop, journey)} (${frameText([frameOf(hop)])})`
}

/** Who is meant to have an address that VRRP gives. */
export interface Claim {
  readonly view: View
  readonly vip: string
  readonly director: string
}

/** A cause that adverts prove, or undefined. */
export type ClaimDetector = (claim: Claim) => Omit<Diagnosis, 'cause' | 'divergence'> | undefined

/** The same of the VIP of a mode and its director. */
export function ofMode(detect: ClaimDetector): Detector {
  return ({ view, roles: { vip, director } }) => detect({ view, vip, director })
}

/** Every advertisement of the VIP. */
export function allAdverts({ view, vip }: Pick<Claim, 'view' | 'vip'>): Advert[] {
  return view.journeys.flatMap((journey): Advert[] => {
    const { vrrp: facts, hops } = journey
    const [hop] = hops
    if (!facts?.addresses.includes(vip) || hop === undefined) return []
    return [{ node: sender(view, hop), facts, journey, hop }]
  })
}

/** The last advertisement of each node that advertises the VIP. */
export function advertsOf(claim: Pick<Claim, 'view' | 'vip'>): Advert[] {
  return [...new Map(allAdverts(claim).map((advert) => [advert.node, advert])).values()]
}

/** The director's advertisement, and that of another node: each takes itself for the master. */
export function rivals(claim: Claim): { readonly own: Advert; readonly other: Advert } | undefined {
  const all = advertsOf(claim)
  const own = all.find(({ node }) => node === claim.director)
  const other = all.find(({ node }) => node !== claim.director)
  return own && other && { own, other }
}
