import { FIRST_SENTINEL, LAST_SENTINEL } from '../protocol/messages.ts'
import type { CaptureRecord } from '../verdict/types.ts'
import type { PointCount } from '../wire/merge.ts'

/**
 * What a capture file itself shows, against what the engine saw while it was written: the first sentinel frame
 * must be in it before anything counts, the last one must be in it for anything to be ruled out.
 */
export function captureRecords(
  reported: readonly CaptureRecord[],
  counted: readonly PointCount[],
): CaptureRecord[] {
  const byPoint = new Map(counted.map((count) => [count.point, count]))
  return reported.map((record) => {
    const count = byPoint.get(record.point)
    const holds = (token: string) => count?.sentinels.includes(token) ?? false
    return {
      ...record,
      live: record.live && holds(FIRST_SENTINEL),
      drained: record.drained && holds(LAST_SENTINEL),
      frames: count?.frames ?? 0,
    }
  })
}
