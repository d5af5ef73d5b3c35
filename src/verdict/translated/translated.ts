import type { Exchange, Hop, Journey } from '../../journey/types.ts'
import type { TranslatedExpectation } from '../../lab/expectations/types.ts'
import type { Expectation } from '../expectation.ts'
import { every, type Finding, type Shown } from '../finding.ts'
import { hopText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { attemptsOf } from '../traffic.ts'
import { frameOf, repliesOf, type View } from '../view.ts'
import { listed, tally } from '../words.ts'
import { whyUntranslated } from './causes.ts'
import { sentOn } from './sent-on.ts'

/** What a node puts for one end of a probe's requests, and that the client is answered by whom it spoke to. */
export function translated(spec: TranslatedExpectation): Expectation {
  const { probe, by, end, addresses } = spec
  return {
    id: `translated/${probe}`,
    stage: 'whole',
    title: `${by} sends requests of ${probe} on with the ${end} ${listed(addresses, 'or')}, and replies back`,
    expected: `${end} ${listed(addresses, 'or')} behind ${by}`,
    probe,
    check: (view) => check(view, spec),
    explain: (view) => whyUntranslated(view, spec),
  }
}

function check(view: View, spec: TranslatedExpectation): Finding {
  const attempts = attemptsOf(view, spec.probe)
  const wording = { noun: 'exchange', none: 'no attempt was made', points: pointsOf(view.lab, spec.by) }
  const finding = every(view, attempts, wording, ({ exchange }) =>
    exchange === undefined
      ? { deviation: { text: 'no packet of an attempt was seen' } }
      : shown(view, spec, exchange),
  )
  if (finding.status !== 'pass') return finding
  const seen = attempts.flatMap(({ exchange }) =>
    exchange ? sentOn(view, spec.by, exchange).slice(0, 1) : [],
  )
  return {
    ...finding,
    observed: `${spec.end} ${[...tally(seen.map((hop) => hop[spec.end])).keys()].join(', ')}`,
  }
}

function shown(view: View, { by, end, addresses }: TranslatedExpectation, exchange: Exchange): Shown {
  const hops = sentOn(view, by, exchange)
  const [first] = hops
  if (first === undefined) return { deviation: { text: `${by} sent no request on` } }
  const wrong = hops.find((hop) => !addresses.includes(hop[end]) || hop[end] !== first[end])
  if (wrong !== undefined) return { deviation: { text: hopText(view, wrong), frame: frameOf(wrong) } }
  const replies = repliesOf(view, exchange).flatMap(lastHop)
  if (replies.length === 0) return { deviation: { text: `no reply to ${hopText(view, first)}` } }
  const strange = replies.find(
    ({ source, destination }) => source !== exchange.destination || destination !== exchange.source,
  )
  if (strange !== undefined) return { deviation: { text: hopText(view, strange), frame: frameOf(strange) } }
  return { frames: [...hops, ...replies].map(frameOf) }
}

const lastHop = ({ hops }: Journey): Hop[] => hops.slice(-1)
