import { withRanges } from '../dns/ranges.ts'
import type { Journey } from '../journey/types.ts'
import type { OutcomeExpectation } from '../lab/expectations/types.ts'
import type { Outcome, Probe } from '../lab/probes/types.ts'
import type { Lab } from '../lab/types.ts'
import { untrusted } from './diagnosis/certificate.ts'
import { syncOff } from './diagnosis/failover/sync-off.ts'
import { otherRoute } from './diagnosis/other-route.ts'
import { explainLookup } from './dns/causes.ts'
import type { Expectation } from './expectation.ts'
import { every, type Finding, inconclusive, type Shown } from './finding.ts'
import { explainOutcome } from './leaving.ts'
import { addressOf } from './prefix.ts'
import { isEchoReply, isReset, isUnreachable } from './say.ts'
import { pointsOf, probeNamed, targetOf } from './topology.ts'
import { type Attempt, attemptsOf, receiversOf } from './traffic.ts'
import type { ProbeAttempt } from './types.ts'
import { framesOf, journeysOf, type View } from './view.ts'
import { listed } from './words.ts'

/** What every attempt of a probe has to end in, by the client's word and by the packets. */
export function outcome(lab: Lab, spec: OutcomeExpectation): Expectation {
  const by = spec.by === undefined ? '' : ` by ${listed(spec.by, 'or')}`
  const probe = probeNamed(lab, spec.probe)
  const secure = spec.outcome === 'answered' && probe.kind === 'http' && probe.url.startsWith('https:')
  const soon = spec.withinMs === undefined ? '' : ` within ${spec.withinMs} ms`
  const over = secure ? ', over TLS whose certificate verifies' : ''
  return {
    id: `outcome/${spec.probe}`,
    stage: 'end',
    title: `Every attempt of ${spec.probe} is ${WORDS[spec.outcome]}${by}${over}${soon}`,
    expected: `${spec.outcome}${by}${over}${soon}`,
    probe: spec.probe,
    check: (view) => checkOutcome(view, spec, probe.from),
    explain: (view) =>
      explainOutcome(view, spec) ??
      untrusted(view, spec.probe) ??
      explainNames(view, probe) ??
      syncOff(view, spec.probe) ??
      otherRoute(view, spec),
  }
}

/** Why a name was not found, where it was a name that was asked for. */
const explainNames = (view: View, probe: Probe) =>
  probe.kind === 'dns' ? explainLookup(view, probe.name) : undefined

const WORDS: Readonly<Record<Outcome, string>> = {
  answered: 'answered',
  refused: 'refused',
  reset: 'reset',
  unreachable: 'told that the target is unreachable',
  timeout: 'left without an answer',
  damaged: 'answered with a body that is not the one that was sent',
  unresolved: 'without an address for the name',
  untrusted: 'broken off, for the certificate does not verify',
}

function checkOutcome(view: View, spec: OutcomeExpectation, from: string): Finding {
  const attempts = attemptsOf(view, spec.probe)
  if (attempts.length === 0) return inconclusive(`probe ${spec.probe} made no attempt`)
  const said = attempts.every(({ attempt }) => attempt.outcome === spec.outcome)
  const points = said ? pointsOf(view.lab, from) : []
  const wording = { noun: 'attempt', none: '', points }
  const finding = every(view, attempts, wording, (attempt) => showOutcome(view, spec, attempt))
  if (finding.status !== 'pass') return finding
  const slowest = Math.max(...attempts.map(({ attempt }) => attempt.milliseconds))
  const time = spec.withinMs === undefined ? '' : `, the slowest after ${slowest} ms`
  return { ...finding, observed: `${finding.observed} ${spec.outcome}${time}` }
}

function showOutcome(view: View, spec: OutcomeExpectation, { attempt, exchange }: Attempt): Shown {
  const { outcome, by } = spec
  if (attempt.outcome !== outcome) return { deviation: { text: endText(attempt) } }
  if (attempt.milliseconds > (spec.withinMs ?? Number.POSITIVE_INFINITY))
    return { deviation: { text: `${outcome} after ${attempt.milliseconds} ms` } }
  if (attempt.verified === false)
    return { deviation: { text: 'answered, but the certificate was not verified' } }
  const { afterwards } = attempt
  if (afterwards !== undefined && afterwards.outcome !== 'answered')
    return {
      deviation: { text: `${outcome}, but ${afterwards.outcome} when the held connection was used again` },
    }
  if (by !== undefined && attempt.server !== undefined && !by.includes(attempt.server)) {
    return { deviation: { text: `answered by ${attempt.server}` } }
  }
  if (exchange === undefined) return withoutPackets(view, spec)
  const towards = journeysOf(view, [...exchange.replies, ...exchange.errors])
  const deciding = towards.filter((journey) => bears(outcome, journey))
  if (deciding.length === 0 && NEEDS_PACKET.has(outcome))
    return { deviation: { text: `${outcome}, but no packet shows it` } }
  if (by !== undefined && receiversOf(view, exchange, by).size === 0) {
    return { deviation: { text: `no packet of it reached ${listed(by, 'or')}` } }
  }
  return { frames: deciding.flatMap(framesOf) }
}

/** How an attempt ended; of a name, what was answered for it. */
const endText = ({ outcome, dns, error }: ProbeAttempt): string =>
  dns === undefined ? outcome : `${outcome} (${withRanges(dns.answers).join(' ') || error})`

/** Silence shows itself by nothing, and an address that nobody owns by a question without an answer. */
const NEEDS_PACKET: ReadonlySet<Outcome> = new Set(['answered', 'refused', 'reset', 'untrusted'])

/** A node that owns the address it speaks to sends nothing: its kernel answers by itself. */
function withoutPackets(view: View, { probe, outcome }: OutcomeExpectation): Shown {
  const { from } = probeNamed(view.lab, probe)
  const { address } = targetOf(probeNamed(view.lab, probe))
  const held =
    view.stateByNode.get(from)?.interfaces.flatMap(({ addresses }) => addresses.map(addressOf)) ?? []
  if (held.includes(address) || !NEEDS_PACKET.has(outcome)) return { frames: [] }
  return { deviation: { text: `${outcome}, but no packet of it was captured` } }
}

/** Whether a packet towards the client is one that such an end comes from. */
function bears(outcome: Outcome, journey: Journey): boolean {
  if (outcome === 'answered' || outcome === 'untrusted')
    return journey.kind === 'icmp' ? isEchoReply(journey) : !isReset(journey)
  if (outcome === 'reset') return isReset(journey)
  if (outcome === 'refused') return isReset(journey) || isUnreachable(journey)
  return outcome === 'unreachable' && journey.icmp !== undefined
}
