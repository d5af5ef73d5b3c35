import type { VrrpExpectation } from '../../lab/expectations/vrrp-types.ts'
import { type Finding, fail } from '../finding.ts'
import { momentOf } from '../timeline/clock.ts'
import { frameOf, type View } from '../view.ts'
import { listed } from '../words.ts'
import { type Advert, advertsOf, everyAdvert, isFarewell } from './adverts.ts'
import { prioritiesOf } from './configured.ts'

/** Every advert has a priority that its sender is meant to have, and who is ended in good order resigns with 0. */
export function checkPriority(view: View, spec: VrrpExpectation): Finding {
  const finding = everyAdvert(view, spec, (advert) => {
    const meant = prioritiesOf(advert.member.instance)
    const { priority } = advert.facts
    if (isFarewell(advert) || meant.includes(priority)) return undefined
    return `priority ${priority} of ${advert.by} instead of ${listed(meant.map(String), 'or')}`
  })
  const silent = finding.status === 'pass' ? withoutFarewell(view, advertsOf(view, spec)) : []
  const [first] = silent
  if (first === undefined) return finding
  return fail(`${first.by} was ended as master and never said priority 0`, [frameOf(first.hop)])
}

/** The last adverts of masters that were told to end, where none was a farewell. */
function withoutFarewell(view: View, adverts: readonly Advert[]): Advert[] {
  return (view.lab.timeline?.events ?? []).flatMap((event) => {
    const at = momentOf(view, event.name)
    if (event.kind !== 'stop' || event.daemon !== 'keepalived' || at === undefined) return []
    const last = adverts.findLast((one) => one.at <= at)
    if (last === undefined || last.by !== event.node || isFarewell(last)) return []
    const next = adverts.find((one) => one.at > at && one.by === event.node)
    return next && isFarewell(next) ? [] : [last]
  })
}
