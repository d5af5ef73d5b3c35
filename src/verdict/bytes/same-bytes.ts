import type { Exchange, Hop, Journey } from '../../journey/types.ts'
import type { SameBytesExpectation } from '../../lab/expectations/types.ts'
import type { Expectation } from '../expectation.ts'
import { type Deviation, every, type Finding, inconclusive } from '../finding.ts'
import { pointsOf } from '../topology.ts'
import { atServers, attemptsOf } from '../traffic.ts'
import { insideOf, receiver, repliesOf, requestsOf, sender, type View } from '../view.ts'
import { listed } from '../words.ts'
import { type Stream, streamOf } from './stream.ts'

/** What a balancer passes on is, octet for octet, what it got, in both directions. */
export function sameBytes(spec: SameBytesExpectation): Expectation {
  const { probe, across } = spec
  const balancer = listed(across, 'or')
  return {
    id: `same-bytes/${probe}`,
    stage: 'whole',
    title: `${balancer} passes on every octet of ${probe} as it is, there and back`,
    expected: `the same octets on both sides of ${balancer}`,
    probe,
    check: (view) => check(view, spec),
  }
}

function check(view: View, { probe, across }: SameBytesExpectation): Finding {
  if (view.frames === undefined) return inconclusive('the frames themselves are not at hand')
  const passages: Passage[] = []
  const points = across.flatMap((node) => pointsOf(view.lab, node))
  const wording = { noun: 'connection', none: `probe ${probe} made no attempt`, points }
  const finding = every(view, attemptsOf(view, probe), wording, ({ exchange }) => {
    const passage = exchange && passageOf(view, exchange, across)
    if (passage === undefined) return { deviation: { text: `no packet passed ${listed(across, 'or')}` } }
    passages.push(passage)
    const deviation = differenceOf(passage)
    return deviation ? { deviation } : { frames: framesOf(passage) }
  })
  if (passages.some((passage) => streamsOf(passage).some(({ whole }) => !whole)))
    return inconclusive('frames were not captured as long as they were', passages.flatMap(framesOf))
  return finding.status === 'pass' ? { ...finding, observed: passages.map(passageText).join('; ') } : finding
}

/** A connection at its balancer: what came in and went out, there and back. */
interface Passage {
  readonly balancer: string
  readonly there: Sides
  readonly back: Sides
}

interface Sides {
  readonly got: Stream
  readonly gave: Stream
}

/** A proxy goes on with a connection of its own. */
function passageOf(view: View, exchange: Exchange, across: readonly string[]): Passage | undefined {
  const hops = requestsOf(view, exchange).flatMap((journey) => journey.hops)
  const balancer = across.find((node) => hops.some((hop) => receiver(view, hop) === node))
  if (balancer === undefined) return undefined
  const into = seenAt(balancer, (hop) => receiver(view, hop) === balancer)
  const out = seenAt(balancer, (hop) => sender(view, hop) === balancer)
  const inner = atServers(view, exchange)
  const frames = view.frames ?? []
  return {
    balancer,
    there: {
      got: streamOf(frames, requestsOf(view, exchange), into),
      gave: streamOf(frames, requestsOf(view, inner), out),
    },
    back: {
      got: streamOf(frames, repliesOf(view, inner), into),
      gave: streamOf(frames, repliesOf(view, exchange), out),
    },
  }
}

/** The frame of a packet's hop as a node's own captures have it. */
function seenAt(node: string, isIt: (hop: Hop) => boolean) {
  return ({ hops }: Journey): number | undefined => {
    const hop = hops.find((one) => insideOf(one) === undefined && isIt(one))
    return hop?.sightings.find(({ point }) => point.startsWith(`${node}:`))?.frame
  }
}

const streamsOf = ({ there, back }: Passage): Stream[] => [there.got, there.gave, back.got, back.gave]

const framesOf = (passage: Passage): number[] => streamsOf(passage).flatMap(({ frames }) => frames)

function differenceOf(passage: Passage): Deviation | undefined {
  const broken = streamsOf(passage).find(({ missing }) => missing > 0)
  if (broken)
    return {
      text: `${broken.missing} octets were not seen at ${passage.balancer}`,
      unseen: true,
      ...first(broken),
    }
  const other = [passage.there, passage.back].find(({ got, gave }) => got.sha256 !== gave.sha256)
  if (other) return { text: differenceText(passage.balancer, other), ...first(other.gave) }
  const octets = streamsOf(passage).reduce((sum, one) => sum + one.octets, 0)
  return octets === 0 ? { text: `${passage.balancer} passed no octets on` } : undefined
}

const differenceText = (balancer: string, { got, gave }: Sides): string =>
  `${balancer} got ${got.octets} octets and passed on ${got.octets === gave.octets ? 'as many others' : gave.octets}`

const first = ({ frames: [frame] }: Stream) => (frame === undefined ? {} : { frame })

const passageText = ({ balancer, there, back }: Passage): string =>
  `${balancer}: ${streamText(there.got)} there, ${streamText(back.got)} back`

const streamText = ({ octets, sha256 }: Stream): string => `${octets} octets (SHA-256 ${sha256.slice(0, 8)}…)`
