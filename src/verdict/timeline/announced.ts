import { timedId } from '../../lab/expectations/ids.ts'
import type { AnnouncedExpectation } from '../../lab/expectations/time-types.ts'
import { explainFailover } from '../diagnosis/failover/explain.ts'
import type { Expectation } from '../expectation.ts'
import { absent, type Finding, fail, inconclusive, pass } from '../finding.ts'
import { claims, type Message } from '../neighbour.ts'
import { pointsOf } from '../topology.ts'
import type { View } from '../view.ts'
import { count } from '../words.ts'
import { lasting, limit, periodOf, timeOf } from './clock.ts'
import { type Tenure, tenuresOf } from './tenures.ts'

/** Each time that a node gets an address, it says so to all: gratuitous ARP (RFC 5227, section 3), or its like of IPv6. */
export function announced(spec: AnnouncedExpectation): Expectation {
  const { address, node, withinMs } = spec
  return {
    id: timedId(spec),
    stage: 'end',
    title: `${node} announces ${address} to all within ${limit(withinMs)} of getting it`,
    expected: `${address.includes(':') ? 'a neighbour advertisement to all' : 'a gratuitous ARP'} by ${node} within ${limit(withinMs)} of getting ${address}`,
    check: (view) => checkAnnounced(view, spec),
    explain: (view) => explainFailover({ view, vip: address, ...spec }),
  }
}

function checkAnnounced(view: View, spec: AnnouncedExpectation): Finding {
  const { address, node, among, withinMs } = spec
  const period = periodOf(view, spec)
  if (typeof period === 'string') return inconclusive(period)
  const tenures = tenuresOf(view, address, among).filter((one) => one.node === node)
  const gained = tenures.filter(({ from }) => from >= period.from)
  if (gained.length === 0) return fail(`${node} did not get ${address} on the timeline`, [])
  const sent = gained.map((tenure) => announcements(view, spec, tenure, tenures))
  const observed = sent.map(({ text }) => text).join('; then ')
  const frames = sent.flatMap(({ messages }) => messages.map(({ frame }) => frame))
  if (sent.some(({ messages }) => messages.length === 0))
    return absent(view, pointsOf(view.lab, node), observed)
  const late = sent.some(({ afterMs }) => (afterMs[0] ?? 0) > withinMs)
  return late ? fail(observed, frames) : pass(observed, frames)
}

interface Announcements {
  readonly messages: readonly Message[]
  /** Milliseconds after the node got the address. */
  readonly afterMs: readonly number[]
  readonly text: string
}

/**
 * What a node sent for a tenure, up to the next one. `ip monitor` may say only after the first announcement that an
 * address has come: what was sent since the tenure before belongs to this one.
 */
function announcements(
  view: View,
  { address, node }: AnnouncedExpectation,
  tenure: Tenure,
  tenures: readonly Tenure[],
): Announcements {
  const place = tenures.indexOf(tenure)
  const [since, until] = [tenures[place - 1]?.to ?? -Infinity, tenures[place + 1]?.from ?? Infinity]
  const messages = claims(view, address).filter(({ by, journey, hop }) => {
    const at = timeOf(view, hop)
    return journey.neighbour?.kind === 'gratuitous' && by === node && at >= since && at < until
  })
  const afterMs = messages.map(({ hop }) => Math.max(0, timeOf(view, hop) - tenure.from))
  const bursts = burstsOf(afterMs).map(({ size, at }) => `${size} at ${lasting(at)}`)
  const what =
    bursts.length === 0
      ? 'no announcement'
      : `${count(messages.length, 'announcement')}: ${bursts.join(', ')}`
  return { messages, afterMs, text: `${what} after ${node} got ${address}` }
}

/** Announcements come several at once (vrrp_garp_master_repeat), and again some seconds later. */
const BURST_MS = 1000

function burstsOf(afterMs: readonly number[]): { size: number; at: number }[] {
  const bursts: { size: number; at: number }[] = []
  for (const at of afterMs) {
    const last = bursts.at(-1)
    if (last !== undefined && at - last.at < BURST_MS) last.size += 1
    else bursts.push({ size: 1, at })
  }
  return bursts
}
