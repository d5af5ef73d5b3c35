import { LINK_ETHERNET } from '../wire/numbers.ts'
import type { Frame } from '../wire/types.ts'
import { markRetransmissions } from './again.ts'
import { nameCauses } from './causes.ts'
import { Correlator } from './correlator.ts'
import { exchangesOf } from './exchanges.ts'
import { ownersOf } from './owners.ts'
import { type FramesByHop, trackOf } from './tracks.ts'
import type { Exchange, Journey, MacOwner } from './types.ts'

export interface Journeys {
  /** In order of first sighting. */
  readonly journeys: readonly Journey[]
  /** In order of their first journey. */
  readonly exchanges: readonly Exchange[]
}

/**
 * Follows every packet of a run across all capture points, and gathers packets into exchanges. Every frame
 * belongs to exactly one journey.
 * @param frames of all capture points, in order of time
 * @param owners of MACs, as the kernels say
 * @param points capture points that were live; those that frames come from unless given. It takes a live one to
 *   say that a packet was lost.
 */
export function buildJourneys(
  frames: Iterable<Frame>,
  owners: readonly MacOwner[],
  points?: readonly string[],
): Journeys {
  const all = [...frames]
  const captured = new Set(points ?? all.map(({ point }) => point))
  const known = ownersOf(owners)
  const correlated = correlate(all).map((byHop, index) => trackOf(index + 1, byHop, known, captured))
  const tracks = nameCauses(markRetransmissions(correlated))
  const exchanges = exchangesOf(tracks)
  const exchangeOf = new Map(exchanges.flatMap((one) => journeyIds(one).map((id) => [id, one.id] as const)))
  const journeys = tracks.map(({ journey }) => {
    const exchange = exchangeOf.get(journey.id)
    return exchange === undefined ? journey : { ...journey, exchange }
  })
  return { journeys, exchanges }
}

/** Frames by journey, in order of first sighting, and by hop. */
function correlate(frames: readonly Frame[]): FramesByHop[] {
  const journeys: FramesByHop[] = []
  const correlator = new Correlator({
    onEnd: ({ number, each }) => {
      const hops = new Map<number, Frame[]>()
      each((frame, _point, header) => {
        hops.set(header, [...(hops.get(header) ?? []), frames[frame - 1] as Frame])
      })
      journeys[number - 1] = [...hops.values()]
    },
  })
  feed(correlator, frames)
  return journeys
}

function feed(correlator: Correlator, frames: readonly Frame[]): void {
  const numbers = new Map<string, number>()
  for (const { bytes, originalLength, time, point, linkType } of frames) {
    const number = numbers.get(point) ?? numbers.size
    numbers.set(point, number)
    correlator.setLinkType(number, linkType ?? LINK_ETHERNET)
    const seconds = Math.floor(time / 1e9)
    correlator.push(bytes, 0, bytes.length, originalLength, seconds, time - seconds * 1e9, number)
  }
  correlator.flush()
}

function journeyIds({ requests, replies, errors }: Exchange): readonly number[] {
  return [...requests, ...replies, ...errors]
}
