import { timedId } from '../../lab/expectations/ids.ts'
import type { TurnoverExpectation } from '../../lab/expectations/time-types.ts'
import type { Lab } from '../../lab/types.ts'
import type { Expectation } from '../expectation.ts'
import { type Finding, fail, inconclusive, pass, provenBy } from '../finding.ts'
import { pointsOf, probeNamed } from '../topology.ts'
import { journeysOf, ownerOf, type View } from '../view.ts'
import { count } from '../words.ts'
import { counted, limit, type Period, periodOf, periodText } from './clock.ts'
import { framesOfRequest, type Request, steadyRequests } from './requests.ts'

/** When a real server is handed its last request, or the first again, by the packets of a steady probe. */
export function turnover(lab: Lab, spec: TurnoverExpectation): Expectation {
  const { kind, probe, server, within } = spec
  const when = periodText(spec)
  const range = within.leastMs === 0 ? `at most ${limit(within.mostMs)}` : rangeText(within)
  const title =
    kind === 'leaves'
      ? `${server} is handed no more requests of ${probe} ${when}`
      : `${server} is handed requests of ${probe} again ${when}`
  return {
    id: timedId(spec),
    stage: 'end',
    title,
    expected: kind === 'leaves' ? `the last within ${range}` : `the first within ${range}`,
    probe,
    check: (view) => checkTurnover(view, spec, pointsOf(lab, probeNamed(lab, probe).from)),
  }
}

const rangeText = ({ leastMs, mostMs }: TurnoverExpectation['within']): string =>
  `${limit(leastMs)} to ${limit(mostMs)}`

function checkTurnover(view: View, spec: TurnoverExpectation, points: readonly string[]): Finding {
  const period = periodOf(view, spec)
  if (typeof period === 'string') return inconclusive(period)
  const all = steadyRequests(view, spec.probe)
  const during = all.filter(({ at }) => at >= period.from && at < period.to)
  const mine = during.filter((one) => isHanded(view, one, spec.server))
  const earlier = all.filter((one) => one.at < period.from && isHanded(view, one, spec.server))
  const finding =
    spec.kind === 'leaves'
      ? judgeLeaving(view, mine, earlier, during, period, spec)
      : judgeJoining(view, mine, during, period, spec)
  return provenBy(view, points, finding)
}

/** By the packets: it received the request, or a frame of it was sent to its MAC. */
function isHanded(view: View, { exchange }: Request, server: string): boolean {
  if (exchange === undefined) return false
  const hops = journeysOf(view, exchange.requests).flatMap((journey) => journey.hops)
  return exchange.server === server || hops.some((hop) => ownerOf(view, hop.destinationMac) === server)
}

function judgeLeaving(
  view: View,
  mine: readonly Request[],
  earlier: readonly Request[],
  during: readonly Request[],
  period: Period,
  { server, within, after }: TurnoverExpectation,
): Finding {
  if (earlier.length === 0) return inconclusive(`${server} was handed no request before ${after}`)
  const last = mine.at(-1)
  const since = during.slice(last === undefined ? 0 : during.indexOf(last) + 1)
  const frames = last ? framesOfRequest(view, last) : []
  const lasted = last === undefined ? 0 : last.at - period.from
  const told = `${handedText(mine, during, server)}${last ? `, the last ${counted(last.at, period, after)}` : ''}`
  if (lasted > within.mostMs) return fail(told, frames)
  if (since.length === 0) return inconclusive(`${told}; nobody was handed any after that`, frames)
  return lasted < within.leastMs ? fail(told, frames) : pass(told, frames)
}

function judgeJoining(
  view: View,
  mine: readonly Request[],
  during: readonly Request[],
  period: Period,
  { server, within, after }: TurnoverExpectation,
): Finding {
  const [first] = mine
  const told = handedText(mine, during, server)
  if (first === undefined) return during.length === 0 ? inconclusive('no request was sent') : fail(told, [])
  const waited = first.at - period.from
  const text = `${told}, the first ${counted(first.at, period, after)}`
  const frames = framesOfRequest(view, first)
  return waited < within.leastMs || waited > within.mostMs ? fail(text, frames) : pass(text, frames)
}

const handedText = (mine: readonly Request[], during: readonly Request[], server: string): string =>
  `${server} was handed ${mine.length} of ${count(during.length, 'request')}`
