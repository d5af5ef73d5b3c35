import type { Evidence } from './types.ts'

/** Why "never seen" cannot be said of a capture point. */
export interface Doubt {
  readonly point: string
  /** For people; names the point. */
  readonly reason: string
}

/**
 * The captures among `points` that were not proven alive before the first probe, not read to their end after the
 * last, or lost packets. Empty where all of them are sound.
 */
export function doubtsAt(evidence: Evidence, points: readonly string[]): Doubt[] {
  return [...new Set(points)].flatMap((point) => {
    const reason = reasonAt(evidence, point)
    return reason === undefined ? [] : [{ point, reason }]
  })
}

function reasonAt({ captures }: Evidence, point: string): string | undefined {
  const record = captures.find((candidate) => candidate.point === point)
  if (record === undefined) return `nothing was captured at ${point}`
  if (!record.live) return `the capture at ${point} was not proven alive`
  if (!record.drained) return `the capture at ${point} was not read to its end`
  if (record.dropped === undefined) return `tcpdump at ${point} did not say whether it dropped packets`
  return record.dropped > 0 ? `the capture at ${point} dropped ${record.dropped} packets` : undefined
}
