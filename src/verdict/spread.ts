import { roundOf, sharesOf } from '../lab/probes/round.ts'
import type { SpreadExpectation } from '../lab/types.ts'
import type { Expectation } from './expectation.ts'
import { type Deviation, every, type Finding, fail, inconclusive, pass } from './finding.ts'
import { pointsOf } from './topology.ts'
import { type Attempt, attemptsOf, receiversOf } from './traffic.ts'
import { frameOf, type View } from './view.ts'
import { count, listed } from './words.ts'

/** How a probe's requests fall on the real servers, as the scheduler deals them. */
export function spread(spec: SpreadExpectation): Expectation {
  const expected =
    spec.scheduler === 'rr'
      ? `equal shares for ${listed(spec.over)}, ±1`
      : `${spec.over.map((node, index) => `${node} ${spec.weights[index] ?? 0}`).join(' : ')} in every round`
  return {
    id: 'spread',
    stage: 'end',
    title: `Requests of ${spec.probe} fall on the real servers as ${spec.scheduler} deals them`,
    expected,
    probe: spec.probe,
    check: (view) => checkSpread(view, spec),
  }
}

/** Who received a request in packets, and who says in the answer that it did. */
interface Dealt {
  readonly server: string
  readonly frame: number
}

function checkSpread(view: View, spec: SpreadExpectation): Finding {
  const attempts = attemptsOf(view, spec.probe).map((attempt) => dealt(view, spec, attempt))
  if (attempts.length === 0) return inconclusive(`probe ${spec.probe} made no attempt`)
  const points = spec.over.flatMap((server) => pointsOf(view.lab, server))
  const finding = every(view, attempts, { noun: 'request', none: '', points }, (one) =>
    'server' in one ? { frames: [one.frame] } : { deviation: one },
  )
  const deals = attempts.flatMap((one) => ('server' in one ? [one] : []))
  const observed = countsText(spec, deals)
  if (finding.status !== 'pass') return { ...finding, observed: `${observed}; ${finding.observed}` }
  const kept = spec.scheduler === 'rr' ? judgeRr(spec, deals) : judgeWrr(spec, deals)
  if (typeof kept === 'string') return inconclusive(`${observed}; ${kept}`, finding.frames)
  return kept ? pass(observed, finding.frames) : fail(observed, finding.frames)
}

/** The server of one attempt: packets and answer have to agree on it. */
function dealt(view: View, { over }: SpreadExpectation, { attempt, exchange }: Attempt): Dealt | Deviation {
  const receivers = exchange === undefined ? [] : [...receiversOf(view, exchange, over)]
  const [first] = receivers
  if (first === undefined) return { text: `no packet of it reached ${listed(over, 'or')}` }
  const [server, hop] = first
  const frame = frameOf(hop)
  if (receivers.length > 1) return { text: `went to ${listed(receivers.map(([node]) => node))}`, frame }
  if (attempt.server === server) return { server, frame }
  return { text: `${server} received it, ${attempt.server ?? 'nobody'} answered`, frame }
}

function counts({ over }: SpreadExpectation, deals: readonly Dealt[]): number[] {
  return over.map((node) => deals.filter(({ server }) => server === node).length)
}

function countsText(spec: SpreadExpectation, deals: readonly Dealt[]): string {
  const numbers = counts(spec, deals)
  return spec.over.map((node, index) => `${node} ${numbers[index]}`).join(', ')
}

/** Round robin: no server is ever two ahead of another, and each has its turn. A text says why nothing can be concluded. */
function judgeRr(spec: SpreadExpectation, deals: readonly Dealt[]): boolean | string {
  const numbers = counts(spec, deals)
  const even = Math.max(...numbers) - Math.min(...numbers) <= 1
  return even && deals.length < spec.over.length ? lessThan(deals, spec.over.length) : even
}

function lessThan(deals: readonly Dealt[], round: number): string {
  return `${count(deals.length, 'request')} ${deals.length === 1 ? 'is' : 'are'} less than one round of ${round}`
}

/**
 * Weighted round robin: over whole rounds each server gets exactly its weight, both divided by their greatest
 * common divisor (ip_vs_wrr.c). What is left after the last whole round is not judged.
 */
function judgeWrr(spec: SpreadExpectation, deals: readonly Dealt[]): boolean | string {
  const round = roundOf('wrr', spec.weights) ?? 0
  if (round === 0) return 'no server has a weight'
  const rounds = Math.floor(deals.length / round)
  if (rounds === 0) return lessThan(deals, round)
  const numbers = counts(spec, deals.slice(0, rounds * round))
  return sharesOf(spec.weights).every((share, index) => numbers[index] === share * rounds)
}
