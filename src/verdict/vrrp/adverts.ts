import type { Hop, Journey, VrrpFacts } from '../../journey/types.ts'
import type { VrrpExpectation, VrrpMember } from '../../lab/expectations/vrrp-types.ts'
import { type Deviation, every, type Finding, type Shown } from '../finding.ts'
import { timeOf } from '../timeline/clock.ts'
import { pointsOf } from '../topology.ts'
import { frameOf, sender, type View } from '../view.ts'

/** An advertisement of a virtual router. */
export interface Advert {
  readonly journey: Journey
  readonly hop: Hop
  readonly facts: VrrpFacts
  /** Name of the node that sent it. */
  readonly by: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  /** What the sender is meant to be in the virtual router; nothing for a stranger. */
  readonly member?: VrrpMember
}

/** All adverts of a virtual router, in the order of their journeys: those with its id, and those of its members for one of its addresses. */
export function advertsOf(view: View, { router, members }: VrrpExpectation): Advert[] {
  return view.journeys.flatMap((journey): Advert[] => {
    const { vrrp: facts, hops } = journey
    const [hop] = hops
    if (facts === undefined || hop === undefined) return []
    const by = sender(view, hop)
    const member = members.find(({ node }) => node === by)
    const isOurs =
      facts.routerId === router || facts.addresses.some((one) => member && advertises(member, one))
    return isOurs ? [{ journey, hop, facts, by, at: timeOf(view, hop), ...(member && { member }) }] : []
  })
}

function advertises({ instance }: VrrpMember, address: string): boolean {
  return instance.addresses.some((one) => one.address === address)
}

/** The last words of a master that resigns (RFC 5798, section 5.2.4). */
export const isFarewell = ({ facts }: Advert): boolean => facts.priority === 0

/** Whether something happened on the timeline between two adverts, which may have kept their sender from others. */
export function isInterrupted({ happened }: View, before: Advert, after: Advert): boolean {
  return happened.some(({ event, at }) => event !== 'begin' && at >= before.at && at <= after.at)
}

/** Where adverts of a virtual router leave from. */
export function pointsOfMembers(view: View, { members }: VrrpExpectation): string[] {
  return members.flatMap(({ node }) => pointsOf(view.lab, node))
}

/** Judges every advert of a member by one rule, which tells what differs from the promise. */
export function everyAdvert(
  view: View,
  spec: VrrpExpectation,
  differing: (advert: Advert & { readonly member: VrrpMember }) => string | undefined,
): Finding {
  const wording = { noun: 'advert', none: 'no advert was seen', points: pointsOfMembers(view, spec) }
  return every(view, advertsOf(view, spec), wording, (advert): Shown => {
    const { member } = advert
    const text = member ? differing({ ...advert, member }) : `${advert.by} is no part of it`
    const frame = frameOf(advert.hop)
    return text === undefined ? { frames: [frame] } : { deviation: { text, frame } satisfies Deviation }
  })
}
