import { type Bindings, matchHop } from '../journey/match.ts'
import type { Exchange, Hop, Journey } from '../journey/types.ts'
import type { HopPattern, HopsExpectation } from '../lab/expectations/types.ts'
import type { Expectation } from './expectation.ts'
import { type Deviation, every, type Finding, type Shown } from './finding.ts'
import { withAddressNames } from './patterns.ts'
import { hopText } from './say.ts'
import { pointsOf, probeNamed } from './topology.ts'
import { attemptsOf } from './traffic.ts'
import { frameOf, repliesOf, requestsOf, type View } from './view.ts'

/** The exact way of every packet of a probe; a role stands for the same replica through a whole exchange. */
export function explicitHops(spec: HopsExpectation): Expectation {
  const path = (patterns: readonly HopPattern[]) => patterns.map(({ text }) => text).join(', ')
  const sides = [path(spec.request), path(spec.reply)].filter((side) => side !== '')
  return {
    id: `hops/${spec.probe}`,
    stage: 'whole',
    title: `Every packet of ${spec.probe} takes the promised hops`,
    expected: sides.join('; back '),
    probe: spec.probe,
    way: true,
    check: (view) => checkHops(view, spec),
  }
}

function checkHops(view: View, spec: HopsExpectation): Finding {
  const points = pointsOf(view.lab, probeNamed(view.lab, spec.probe).from)
  const wording = { noun: 'exchange', none: `probe ${spec.probe} made no attempt`, points }
  return every(view, attemptsOf(view, spec.probe), wording, ({ exchange }) =>
    exchange === undefined
      ? { deviation: { text: 'no packet of an attempt was seen' } }
      : showExchange(view, spec, exchange),
  )
}

function showExchange(view: View, { request, reply }: HopsExpectation, exchange: Exchange): Shown {
  const sides = [
    { patterns: request, journeys: requestsOf(view, exchange) },
    { patterns: reply, journeys: repliesOf(view, exchange) },
  ].filter(({ patterns }) => patterns.length > 0)
  const frames: number[] = []
  let bindings: Bindings = {}
  for (const { patterns, journeys } of sides) {
    if (journeys.length === 0) return { deviation: { text: `${patterns[0]?.text} was not seen` } }
    for (const journey of journeys) {
      const walked = walk(view, patterns, journey, bindings)
      if ('deviation' in walked) return walked
      bindings = walked.bindings
      frames.push(...journey.hops.map(frameOf))
    }
  }
  return { frames }
}

/** Follows one packet along the patterns, hop by hop. */
function walk(
  view: View,
  patterns: readonly HopPattern[],
  { hops }: Journey,
  known: Bindings,
): { readonly bindings: Bindings } | { readonly deviation: Deviation } {
  let bindings = known
  for (const [index, pattern] of patterns.entries()) {
    const hop = hops[index]
    if (hop === undefined) return { deviation: { text: `${pattern.text} was not seen` } }
    const matched = matchHop(withAddressNames(view, pattern), hop, view.names, bindings)
    if (matched === undefined) return { deviation: differing(view, hop, pattern) }
    bindings = matched
  }
  const extra = hops[patterns.length]
  return extra === undefined ? { bindings } : { deviation: differing(view, extra) }
}

/** The hop with all that was asked of it. */
function differing(view: View, hop: Hop, asked?: HopPattern): Deviation {
  const vlan = asked?.vlan !== undefined && hop.vlan === undefined ? ' without a tag' : ''
  const ttl = asked?.ttl === undefined ? '' : ` ttl ${hop.ttl ?? 'none'}`
  return { text: `${hopText(view, hop)}${vlan}${ttl}`, frame: frameOf(hop) }
}
