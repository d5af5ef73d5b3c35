import { timedId } from '../../lab/expectations/ids.ts'
import type { OutageExpectation } from '../../lab/expectations/time-types.ts'
import { keepalivedGives } from '../../lab/keepalived/gives.ts'
import type { Lab } from '../../lab/types.ts'
import { explainFailover } from '../diagnosis/failover/explain.ts'
import type { Expectation } from '../expectation.ts'
import { absent, type Finding, fail, inconclusive, pass } from '../finding.ts'
import { pointsOf, probeNamed, targetOf } from '../topology.ts'
import type { View } from '../view.ts'
import { count } from '../words.ts'
import { counted, lasting, limit, type Period, periodOf, periodText } from './clock.ts'
import {
  framesOfRequest,
  isSeen,
  type Losses,
  lossesOf,
  type Request,
  splitAt,
  steadyRequests,
} from './requests.ts'

/** How long requests of a steady probe are lost, by the client's word; what is answered has to be so in packets. */
export function outage(lab: Lab, spec: OutageExpectation): Expectation {
  const { probe, within } = spec
  const when = periodText(spec)
  const span = spanText(within)
  const vip = targetOf(probeNamed(lab, probe)).address
  const among = spec.directors.filter((node) => keepalivedGives(node, vip)).map(({ name }) => name)
  return {
    id: timedId(spec),
    stage: 'end',
    title:
      within.mostMs === 0
        ? `No request of ${probe} is lost ${when}`
        : `${probe} is unanswered for ${span} ${when}`,
    expected: within.mostMs === 0 ? `no request lost ${when}` : `an outage of ${span} ${when}`,
    probe,
    check: (view) => checkOutage(view, spec, pointsOf(lab, probeNamed(lab, probe).from)),
    explain: (view) => explainFailover({ view, vip, among, ...spec }),
  }
}

function spanText({ leastMs, mostMs }: OutageExpectation['within']): string {
  return leastMs === 0 ? `at most ${limit(mostMs)}` : `${limit(leastMs)} to ${limit(mostMs)}`
}

function checkOutage(view: View, spec: OutageExpectation, points: readonly string[]): Finding {
  const period = periodOf(view, spec)
  if (typeof period === 'string') return inconclusive(period)
  const requests = steadyRequests(view, spec.probe)
  const unseen = requests.filter((one) => !one.lost && !isSeen(one))
  if (unseen.length > 0)
    return absent(view, points, `no packet shows ${count(unseen.length, 'answer')} that the client tells of`)
  const { before, during } = splitAt(requests, period)
  const doubt = spec.after === undefined ? undefined : baseline(view, before, period, spec)
  return doubt ?? judge(view, during, period, spec)
}

/** An event is to blame for what was answered before it. Of several, for what was answered last. */
function baseline(
  view: View,
  all: readonly Request[],
  period: Period,
  { after, since }: OutageExpectation,
): Finding | undefined {
  const before = since === undefined ? all : all.slice(-1)
  const lost = before.filter((one) => one.lost)
  const [first] = lost
  if (before.length === 0) return inconclusive(`no request was sent before ${after}: it may not be to blame`)
  if (first === undefined) return undefined
  const share = `${lost.length} of ${count(before.length, 'request')}`
  return fail(
    `${share} before ${after} were lost already, the first ${counted(first.at, period, after)}`,
    lost.flatMap((one) => framesOfRequest(view, one)),
  )
}

function judge(view: View, requests: readonly Request[], period: Period, spec: OutageExpectation): Finding {
  const { leastMs, mostMs } = spec.within
  const [outage, second] = lossesOf(requests)
  const sent = count(requests.length, 'request')
  if (requests.length === 0) return inconclusive('no request was sent')
  if (outage === undefined)
    return leastMs === 0 ? pass(`none of ${sent} was lost`, []) : fail(`none of ${sent} was lost`, [])
  const frames = framesAround(view, outage)
  const told = outageText(outage, requests, period, spec)
  if (outage.next === undefined)
    return unended(requests, outage, `${told}; nothing was answered any more`, spec, frames)
  if (second !== undefined)
    return fail(`${told}; then again, ${outageText(second, requests, period, spec)}`, [
      ...frames,
      ...framesAround(view, second),
    ])
  const length = lengthOf(outage, requests)
  return length < leastMs || length > mostMs ? fail(told, frames) : pass(told, frames)
}

/** An outage that was not over when the timeline was: it lasted longer than what was seen of it. */
function unended(
  requests: readonly Request[],
  outage: Losses,
  text: string,
  { within }: OutageExpectation,
  frames: readonly number[],
): Finding {
  return lengthOf(outage, requests) > within.mostMs ? fail(text, frames) : inconclusive(text, frames)
}

/** From the first lost request to the next that is answered, or to the last of all. */
function lengthOf({ lost: [first], next }: Losses, requests: readonly Request[]): number {
  return (next ?? requests.at(-1) ?? first).at - first.at
}

/** `680 ms (one request each 50 ms): 15 of 120 lost, the first 140 ms after lb1-stops (port 40036), the last …`. */
function outageText(
  outage: Losses,
  requests: readonly Request[],
  period: Period,
  { after, everyMs }: OutageExpectation,
): string {
  const { lost } = outage
  const place = (one: Request) => `${counted(one.at, period, after)} (port ${one.attempt.localPort})`
  const length = `${outage.next === undefined ? 'more than ' : ''}${lasting(lengthOf(outage, requests))}`
  const share = `${lost.length} of ${count(requests.length, 'request')}, one each ${lasting(everyMs)}`
  const last = lost.at(-1)
  const places =
    last === lost[0] || last === undefined ? place(lost[0]) : `from ${place(lost[0])} to ${place(last)}`
  return `${length} without answers: ${share}, ${places}`
}

function framesAround(view: View, { lost, next }: Losses): number[] {
  return [...lost, ...(next ? [next] : [])].flatMap((one) => framesOfRequest(view, one))
}
