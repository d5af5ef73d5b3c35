import type { Frame } from '../wire/types.ts'
import { markRetransmissions } from './again.ts'
import { nameCauses } from './causes.ts'
import { correlate } from './correlate.ts'
import { exchangesOf } from './exchanges.ts'
import { ownersOf } from './owners.ts'
import { trackOf } from './tracks.ts'
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
 * @param frames of all capture points, in order of time, and those of one moment in that of {@link inCausalOrder}
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

function journeyIds({ requests, replies, errors }: Exchange): readonly number[] {
  return [...requests, ...replies, ...errors]
}
