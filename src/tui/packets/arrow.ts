import type { Names } from '../../journey/types.ts'
import { nodeOf } from '../../report/hops.ts'
import type { LadderRow } from './rows.ts'

/** Where a hop is drawn: nodes by their names. */
export interface Arrow {
  /** Who sent it; absent where nobody was seen to. */
  readonly from?: string
  /** Who took it in. */
  readonly to: readonly string[]
  /** Who saw it and was not meant: a switch had not learnt where to send it. */
  readonly flooded: readonly string[]
  /** Whom it was for, where that one did not get it. */
  readonly missed?: string
  /** Whether it is the journey's last hop, and nobody received the packet. */
  readonly lost: boolean
}

/** The arrow of one hop, from where it was seen and whose MAC addresses it has. */
export function arrowOf({ hop, index, journey }: LadderRow, names: Names): Arrow {
  const nodes = (direction: string) => [
    ...new Set(hop.sightings.filter((one) => one.direction === direction).map(({ point }) => nodeOf(point))),
  ]
  const [out, seen] = [nodes('out'), [...nodes('in'), ...nodes('unknown')]]
  const from = out[0] ?? names.macs[hop.sourceMac]
  const lost = journey.disposition === 'lost' && index === journey.hops.length - 1
  const missed = lost ? names.macs[hop.destinationMac] : undefined
  return {
    to: seen.filter((node) => node !== from),
    flooded: nodes('flooded').filter((node) => !seen.includes(node) && node !== from),
    lost,
    ...(from === undefined ? {} : { from }),
    ...(missed === undefined ? {} : { missed }),
  }
}
