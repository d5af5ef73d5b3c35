import type { Hop, Journey, VrrpFacts } from '../../journey/types.ts'
import { sender } from '../view.ts'
import type { Scene } from './scene.ts'

/** What a node advertises with VRRP, with the last packet that says so. */
export interface Advert {
  readonly node: string
  readonly facts: VrrpFacts
  readonly journey: Journey
  readonly hop: Hop
}

/** The last advertisement of each node that advertises the VIP. */
export function advertsOf({ view, roles: { vip } }: Scene): Advert[] {
  const last = new Map<string, Advert>()
  for (const journey of view.journeys) {
    const [hop] = journey.hops
    if (!journey.vrrp?.addresses.includes(vip) || hop === undefined) continue
    const node = sender(view, hop)
    last.set(node, { node, facts: journey.vrrp, journey, hop })
  }
  return [...last.values()]
}

/** The director's advertisement, and that of another node: each takes itself for the master. */
export function rivals(scene: Scene): { readonly own: Advert; readonly other: Advert } | undefined {
  const all = advertsOf(scene)
  const own = all.find(({ node }) => node === scene.roles.director)
  const other = all.find(({ node }) => node !== scene.roles.director)
  return own && other && { own, other }
}
