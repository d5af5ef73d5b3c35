import type { VrrpExpectation, VrrpMember } from '../../lab/expectations/vrrp-types.ts'
import { masterDownSeconds } from '../../lab/keepalived/timers.ts'
import { absent, type Finding, fail, inconclusive, pass } from '../finding.ts'
import { lasting } from '../timeline/clock.ts'
import { frameOf, type View } from '../view.ts'
import { count } from '../words.ts'
import { type Advert, advertsOf, isFarewell, isInterrupted, pointsOfMembers } from './adverts.ts'

/** How far the median may be from the interval: a share of it, and what a busy machine takes. */
const SHARE = 0.1
const BUSY_MS = 50

/** Two adverts of a master, one after the other. */
interface Gap {
  readonly ms: number
  readonly last: Advert
  readonly member: VrrpMember
}

/**
 * A master advertises at its interval: the median of the time between two adverts is that, and none is so long that a
 * backup has to take over.
 */
export function checkInterval(view: View, spec: VrrpExpectation): Finding {
  const adverts = advertsOf(view, spec)
  if (adverts.length === 0) return absent(view, pointsOfMembers(view, spec), 'no advert was seen')
  const byNode = Map.groupBy(gapsOf(view, adverts), ({ member }) => member.node)
  if (byNode.size === 0)
    return inconclusive(
      'no master sent two adverts in a row',
      adverts.map(({ hop }) => frameOf(hop)),
    )
  const told = [...byNode.values()].map((gaps) => rhythmOf(gaps, spec))
  const observed = told.map(({ text }) => text).join('; ')
  const wrong = told.flatMap(({ wrong }) => wrong)
  const frames = (wrong.length > 0 ? wrong : told.flatMap(({ gaps }) => gaps)).map(({ last }) =>
    frameOf(last.hop),
  )
  return wrong.length > 0 ? fail(observed, frames) : pass(observed, frames)
}

/** A farewell, an advert of somebody else and an event end a row. */
function gapsOf(view: View, adverts: readonly Advert[]): Gap[] {
  return adverts.slice(1).flatMap((last, index): Gap[] => {
    const before = adverts[index] as Advert
    const { member } = last
    const isOneRow = before.by === last.by && !isFarewell(before) && !isFarewell(last)
    return member && isOneRow && !isInterrupted(view, before, last)
      ? [{ ms: last.at - before.at, last, member }]
      : []
  })
}

function rhythmOf(gaps: readonly Gap[], spec: VrrpExpectation) {
  const { member } = gaps[0] as Gap
  const meant = member.instance.advertSeconds * 1000
  const sorted = gaps.toSorted((one, other) => one.ms - other.ms)
  const median = sorted[Math.floor(sorted.length / 2)] as Gap
  const isOff = Math.abs(median.ms - meant) > Math.max(BUSY_MS, SHARE * meant)
  const patience = patienceOfOthers(member, spec)
  const late = gaps.filter(({ ms }) => ms >= patience)
  const [shortest, longest] = [sorted[0] as Gap, sorted.at(-1) as Gap]
  const text = `${member.node} each ${lasting(median.ms)} (${lasting(shortest.ms)} to ${lasting(longest.ms)}, ${count(gaps.length, 'time')})`
  return { gaps, wrong: isOff ? [median, ...late] : late, text }
}

/** Milliseconds until the first of the others takes over (Master_Down_Interval, RFC 5798, section 6.1). */
function patienceOfOthers({ node }: VrrpMember, { members }: VrrpExpectation): number {
  const others = members.filter((one) => one.node !== node)
  return 1000 * Math.min(...others.map(({ instance }) => masterDownSeconds(instance)))
}
