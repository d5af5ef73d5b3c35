import type { FrameFacts, HopData, JourneyData, PacketData } from '../../browser/data.ts'
import type { RunView } from '../../events/view.ts'
import { journeyNotation, macName, named } from '../../journey/notation.ts'
import type { Hop, Journey, Sighting } from '../../journey/types.ts'
import { LINK_ETHERNET } from '../../wire/numbers.ts'
import type { Frame } from '../../wire/types.ts'
import { changesText, nodeOf, pointNames, seenText } from '../hops.ts'
import { exchangeTitle } from '../journeys.ts'
import { dispositionText } from '../packets.ts'

/** The packets of a run for the script of its report. `frames` are all of the run's capture, in order. */
export function packetData(view: RunView, frames: readonly Frame[]): PacketData {
  const nodes = lifelines(view)
  return {
    nodes,
    points: view.points,
    conversations: view.exchanges.map((one) => ({ id: one.id, title: exchangeTitle(view, one) })),
    journeys: view.journeys.map((journey) => journeyData(view, nodes, journey)),
    frames: {
      octets: Buffer.concat(frames.map(beginning)).toString('base64'),
      facts: frames.map((frame) => factsOf(view.points, frame)),
    },
    verdicts: view.verdicts.map(({ expectation, status, frames }) => ({ id: expectation, status, frames })),
  }
}

/** Octets that are kept of a frame: all headers, and what they carry as far as anybody looks; transfers fill megabytes. */
const MOST_OCTETS = 256

const beginning = ({ bytes }: Frame): Uint8Array => bytes.subarray(0, MOST_OCTETS)

function factsOf(points: readonly string[], frame: Frame): FrameFacts {
  const { point, time, originalLength, linkType = LINK_ETHERNET } = frame
  return [points.indexOf(point), time, beginning(frame).length, originalLength, linkType]
}

/** Nodes that a packet was seen at, in the order of the lab. */
function lifelines({ points, nodes }: RunView): string[] {
  const captured = [...new Set(points.map(nodeOf))]
  const order = nodes.map(({ node }) => node)
  return captured.toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
}

function journeyData(view: RunView, nodes: readonly string[], journey: Journey): JourneyData {
  const end = dispositionText(journey.disposition)
  return {
    id: journey.id,
    protocol: protocolOf(journey),
    summary: named(journey.summary, view.names),
    ...(journey.exchange !== undefined && { conversation: journey.exchange }),
    ...(end !== undefined && { end }),
    hops: journey.hops.map((hop) => hopData(view, nodes, journey, hop)),
  }
}

function protocolOf({ kind, vrrp }: Journey): string {
  if (vrrp) return 'VRRP'
  return kind === 'other' ? 'other' : kind.toUpperCase()
}

function hopData(view: RunView, nodes: readonly string[], journey: Journey, hop: Hop): HopData {
  const at = (direction: Sighting['direction']) => places(nodes, hop, direction)
  const to = at('in')
  const target = nodes.indexOf(macName(hop.destinationMac, view.names))
  return {
    time: Math.min(...hop.sightings.map(({ time }) => time)),
    text: journeyNotation(journey, hop, view.names),
    ...(hop.ttl !== undefined && { ttl: hop.ttl }),
    changed: changesText(hop.changes, view.names),
    seen: seenText(hop.sightings, pointNames(view)),
    from: at('out')[0] ?? nodes.indexOf(macName(hop.sourceMac, view.names)),
    ...{ to, aside: [...at('flooded'), ...at('unknown')] },
    ...(to.length === 0 && target >= 0 && { missed: target }),
    frames: hop.sightings.map(({ frame }) => frame),
    changes: hop.changes,
  }
}

function places(nodes: readonly string[], hop: Hop, direction: Sighting['direction']): number[] {
  const seen = hop.sightings.filter((sighting) => sighting.direction === direction)
  return [...new Set(seen.map(({ point }) => nodes.indexOf(nodeOf(point))))].filter((place) => place >= 0)
}
