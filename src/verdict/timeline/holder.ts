import { timedId } from '../../lab/expectations/ids.ts'
import type { HolderExpectation } from '../../lab/expectations/time-types.ts'
import { explainFailover } from '../diagnosis/failover/explain.ts'
import type { Expectation } from '../expectation.ts'
import { type Finding, fail, inconclusive, pass } from '../finding.ts'
import { claims, wordingFor } from '../neighbour.ts'
import type { View } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { counted, lasting, limit, type Period, periodOf, periodText, timeOf } from './clock.ts'
import { linksWith, type Overlap, overlapsOf, type Tenure, tenuresOf } from './tenures.ts'

/**
 * A master that hears of a better one gives the address up when that one has taken it (RFC 5798, section 6.4.3): two
 * have it for as long as an advertisement takes. What lasts longer than this is no handing over.
 */
export const HANDOVER_MS = 500

/** Who has an address, by the word of the kernels that may have it: one node, and nobody beside it. */
export function holder(spec: HolderExpectation): Expectation {
  const { address, node, withinMs } = spec
  const when = periodText(spec)
  const taken = withinMs === undefined ? when : `within ${limit(withinMs)} ${when}`
  return {
    id: timedId(spec),
    stage: 'end',
    title: `${node} has ${address} ${taken}, and nobody beside it`,
    expected: `${node} ${taken}, and then kept; two at a time for no more than ${limit(HANDOVER_MS)}`,
    check: (view) => checkHolder(view, spec),
    explain: (view) => explainFailover({ view, vip: address, ...spec }),
  }
}

function checkHolder(view: View, spec: HolderExpectation): Finding {
  const period = periodOf(view, spec)
  if (typeof period === 'string') return inconclusive(period)
  const tenures = tenuresOf(view, spec.address, spec.among)
  const shared = overlapsOf(tenures, period).filter(({ from, to }) => to - from > HANDOVER_MS)
  const [first] = shared
  if (first !== undefined) return split(view, first, period, spec)
  const inTime = tenures.filter(({ to, from }) => to > period.from && from < period.to)
  const mine = inTime.filter(({ node }) => node === spec.node)
  const [kept] = mine
  const told = turnsText(inTime, period, spec)
  const wrong = kept === undefined ? `not ${spec.node}` : wrongOf(view, kept, mine, period, spec)
  return wrong === undefined ? pass(told, []) : fail(`${told}: ${wrong}`, [])
}

/** What is wrong with how a node has the address, `mine` being all times that it had it in the period. */
function wrongOf(
  view: View,
  kept: Tenure,
  mine: readonly Tenure[],
  period: Period,
  { address, node, after, withinMs }: HolderExpectation,
): string | undefined {
  // What came at the very time of an event came of it.
  if (kept.from < period.from && withinMs !== undefined) return `${node} had it before ${after}`
  if (kept.from > period.from && withinMs === undefined) return `${node} did not have it at first`
  if (mine.length > 1 || kept.to < period.to) return `${node} lost it`
  if (kept.from - period.from > (withinMs ?? 0)) return `${node} was late`
  const isOver = period.to === Infinity && linksWith(view, node, address).length === 0
  return isOver ? `but the kernel of ${node} does not have it in the end` : undefined
}

/** `lb1 to 45 ms after lb1-stops, nobody for 768 ms, lb2 from 812 ms after lb1-stops`. */
function turnsText(tenures: readonly Tenure[], period: Period, { after }: HolderExpectation): string {
  if (tenures.length === 0) return 'nobody'
  const last = tenures.at(-1)
  const texts = tenures.map(({ node, from, to }, index) => {
    const gap = from - (tenures[index - 1]?.to ?? period.from)
    const begun = from > period.from ? ` from ${counted(from, period, after)}` : ''
    const ended = to < period.to ? ` to ${counted(to, period, after)}` : ''
    const nobody = gap > 0 ? `nobody for ${lasting(gap)}, ` : ''
    return `${nobody}${node}${begun}${ended}`
  })
  const end = last && last.to < period.to ? ', then nobody' : ''
  return `${texts.join(', ')}${end}`
}

/** Split brain: who has it, from when to when, and who answers for it. */
function split(view: View, overlap: Overlap, period: Period, spec: HolderExpectation): Finding {
  const { nodes, from, to } = overlap
  const begun = from <= period.from ? 'from before' : `from ${counted(from, period, spec.after)}`
  const ended = to === Infinity ? 'to the end' : `to ${counted(to, period, spec.after)}`
  const answers = claims(view, spec.address).filter(({ journey, hop }) => {
    const at = timeOf(view, hop)
    return journey.neighbour?.kind === 'reply' && at >= from && at <= to
  })
  const byNode = Map.groupBy(answers, ({ by }) => by)
  const told = [...byNode].map(([by, all]) => `${by} (${frameText(all.map(({ frame }) => frame))})`)
  const answered = wordingFor(spec.address).answered(spec.address)
  const who = told.length === 0 ? `nobody ${answered} meanwhile` : `${listed(told)} ${answered}`
  return fail(
    `${listed(nodes)} both ${begun} ${ended}; ${who}`,
    answers.map(({ frame }) => frame),
  )
}
