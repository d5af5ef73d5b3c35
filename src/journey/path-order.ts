/** What the order of hops depends on. */
export interface Placed {
  /** Node that transmitted, and node that it was for: names, or MACs where the owner is unknown. */
  readonly from: string
  readonly to: string
  /** Nanoseconds, of the first sighting. */
  readonly time: number
  /** TTL of the packet, then of the tunnels around it: every router makes one of them smaller. */
  readonly ttls: readonly number[]
  /** Id of the first frame. */
  readonly frame: number
}

/**
 * Hops in the order in which the packet took them. Time decides; where times tie (in virtual time all may), the
 * hop comes next that starts where the packet has arrived, and of those the one with the highest TTL.
 */
export function inPathOrder<Hop extends Placed>(hops: readonly Hop[]): Hop[] {
  const waiting = [...hops].sort((a, b) => a.time - b.time || byTtl(a, b) || a.frame - b.frame)
  const path: Hop[] = []
  while (waiting.length > 0) {
    const tied = waiting.filter(({ time }) => time === waiting[0]?.time)
    const next = nextOf(tied, path.at(-1)?.to)
    waiting.splice(waiting.indexOf(next), 1)
    path.push(next)
  }
  return path
}

function byTtl(a: Placed, b: Placed): number {
  const level = a.ttls.findIndex((ttl, index) => ttl !== b.ttls[index])
  return level < 0 ? 0 : (b.ttls[level] ?? 0) - (a.ttls[level] ?? 0)
}

/** `tied` is not empty and sorted by TTL. Without a place to continue from, a hop that no other leads to. */
function nextOf<Hop extends Placed>(tied: readonly Hop[], at: string | undefined): Hop {
  const leadsTo = (hop: Hop) => tied.some((other) => other !== hop && other.to === hop.from)
  const next = tied.find(({ from }) => from === at) ?? tied.find((hop) => !leadsTo(hop)) ?? tied[0]
  return next as Hop
}
