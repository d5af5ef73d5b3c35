import type { VrrpExpectation, VrrpMember } from '../../lab/expectations/vrrp-types.ts'
import { absent, type Finding, fail, pass, provenBy } from '../finding.ts'
import { counted, momentOf, type Period } from '../timeline/clock.ts'
import { frameOf, type View } from '../view.ts'
import { count, frameText, listed } from '../words.ts'
import { type Advert, advertsOf, isFarewell, isInterrupted, pointsOfMembers } from './adverts.ts'
import { aliveSince, masterDownMs } from './alive.ts'
import { prioritiesOf } from './configured.ts'

/** As one hands over to another, their adverts may cross: then one of each comes between two of the other's. */
const CROSSING = 2

/** Who has sent an advert and goes on is master: nobody else sends between two adverts of his. */
export function oneMaster(view: View, spec: VrrpExpectation): Finding {
  const all = advertsOf(view, spec)
  const adverts = all.filter((one) => !isFarewell(one))
  if (adverts.length === 0) return absent(view, pointsOfMembers(view, spec), 'no advert was seen')
  const crossing = longestRow(adverts, (advert) => isBetween(view, advert, all))
  if (crossing.length <= CROSSING)
    return provenBy(
      view,
      pointsOfMembers(view, spec),
      pass(
        turnsText(adverts),
        adverts.map(({ hop }) => frameOf(hop)),
      ),
    )
  const senders = [...new Set(crossing.map(({ by }) => by))]
  const frames = crossing.map(({ hop }) => frameOf(hop))
  const [first = 0] = frames
  return fail(
    `${count(crossing.length, 'advert')} in a row (${frameText(frames)}), of ${listed(senders)}, each between two of another`,
    frames,
    { text: 'two masters at a time', frame: first },
  )
}

/** The most adverts one after the other of which something is true. */
function longestRow(adverts: readonly Advert[], test: (advert: Advert) => boolean): Advert[] {
  let longest: Advert[] = []
  let row: Advert[] = []
  for (const advert of adverts) {
    row = test(advert) ? [...row, advert] : []
    if (row.length > longest.length) longest = row
  }
  return longest
}

/** Whether somebody else sent before and after it, and meant to go on: no farewell, and sooner than a backup takes over. */
function isBetween(view: View, { by, journey: { id } }: Advert, adverts: readonly Advert[]): boolean {
  const others = adverts.filter((one) => one.by !== by)
  return [...Map.groupBy(others, (one) => one.by).values()].some((all) => {
    const [before, after] = [
      all.findLast(({ journey }) => journey.id < id),
      all.find(({ journey }) => journey.id > id),
    ]
    if (before === undefined || after === undefined || isFarewell(before)) return false
    const longest = before.member ? masterDownMs(before.member.instance) : 0
    return after.at - before.at < longest && !isInterrupted(view, before, after)
  })
}

/** `lb1 (12 adverts), then lb2 (7 adverts)` */
function turnsText(adverts: readonly Advert[]): string {
  const turns: { by: string; times: number }[] = []
  for (const { by } of adverts) {
    const last = turns.at(-1)
    if (last?.by === by) last.times += 1
    else turns.push({ by, times: 1 })
  }
  return turns.map(({ by, times }) => `${by} (${count(times, 'advert')})`).join(', then ')
}

/** Nobody is master while one of higher priority could be, which takes over unless it may not (nopreempt). */
export function highestMaster(view: View, spec: VrrpExpectation): Finding {
  const adverts = advertsOf(view, spec).filter((one) => !isFarewell(one))
  const [first] = adverts
  if (first === undefined) return absent(view, pointsOfMembers(view, spec), 'no advert was seen')
  const wrong = adverts.flatMap((advert) => {
    const better = spec.members.find((one) => isBetter(view, one, advert, first.at))
    return better ? [{ advert, better }] : []
  })
  const frames = (wrong.length > 0 ? wrong.map(({ advert }) => advert) : adverts).map(({ hop }) =>
    frameOf(hop),
  )
  const [case1] = wrong
  if (case1 === undefined)
    return provenBy(view, pointsOfMembers(view, spec), pass(turnsText(adverts), frames))
  return fail(caseText(view, case1.advert, case1.better, wrong.length), frames)
}

function caseText(view: View, { by, at, member }: Advert, better: VrrpMember, times: number): string {
  const begin = momentOf(view)
  const period: Period | undefined = begin === undefined ? undefined : { from: begin, to: Infinity }
  const when = period === undefined ? '' : `, the first ${counted(at, period)}`
  const own = member === undefined ? 'of none' : `of ${member.instance.priority}`
  return `${count(times, 'advert')} of ${by}, whose priority is one ${own}, while ${better.node} with ${better.instance.priority} could be master${when}`
}

function isBetter(view: View, member: VrrpMember, advert: Advert, begun: number): boolean {
  const { node, instance } = member
  if (node === advert.by || !instance.preempt) return false
  const own = advert.member ? Math.max(...prioritiesOf(advert.member.instance)) : 0
  if (Math.min(...prioritiesOf(instance)) <= own) return false
  const since = aliveSince(view, member, advert.by, advert.at)
  return since !== undefined && Math.max(since, begun + masterDownMs(instance)) < advert.at
}
