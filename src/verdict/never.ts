import { matchHop } from '../journey/match.ts'
import type { NeverExpectation } from '../lab/expectations/types.ts'
import type { Expectation } from './expectation.ts'
import { type Finding, fail, inconclusive, pass, provenBy } from './finding.ts'
import { withAddressNames } from './patterns.ts'
import { hopText } from './say.ts'
import { isSentinel, type View } from './view.ts'

/** An IP packet that must not be seen somewhere; ARP and neighbour discovery are written otherwise. `number` is its place among the lab's `never`, from 1. */
export function never(spec: NeverExpectation, number: number): Expectation {
  return {
    id: `never/${number}`,
    stage: 'whole',
    title: `${spec.hop.text} is never seen at ${spec.at}`,
    expected: `${spec.hop.text} never at ${spec.at}`,
    check: (view) => checkNever(view, spec),
  }
}

function checkNever(view: View, { at, hop: wanted }: NeverExpectation): Finding {
  const pattern = withAddressNames(view, wanted)
  const packets = view.journeys.filter((journey) => journey.neighbour === undefined && !isSentinel(journey))
  const hops = packets.flatMap((journey) => journey.hops)
  const found = hops.flatMap((hop) => {
    const sighting = hop.sightings.find(({ point }) => point === at)
    return sighting && matchHop(pattern, hop, view.names) ? [{ hop, frame: sighting.frame }] : []
  })
  const [first] = found
  if (first !== undefined) {
    const text = hopText(view, first.hop)
    return fail(
      `${text} at ${at}`,
      found.map(({ frame }) => frame),
      { text, frame: first.frame },
    )
  }
  if (view.exchanges.length === 0)
    return inconclusive('no probe sent a packet, so nothing could have been seen')
  return provenBy(view, [at], pass(`not seen at ${at}`, []))
}
