import { decode } from '../wire/decode.ts'
import type { Layer } from '../wire/layer.ts'
import type { FrameData } from './data.ts'

export interface FrameView {
  readonly id: number
  readonly point: number
  /** Nanoseconds since the first frame. */
  readonly time: number
  readonly octets: Uint8Array
  readonly original: number
  readonly layers: readonly Layer[]
}

/** Gives out frames by their ids, taken apart when they are asked for. */
export function frameStore({ octets, facts }: FrameData): (id: number) => FrameView | undefined {
  const all = Uint8Array.from(atob(octets), (sign) => sign.charCodeAt(0))
  const ends: number[] = []
  for (const [, , kept] of facts) ends.push((ends.at(-1) ?? 0) + kept)
  return (id) => {
    const found = facts[id - 1]
    if (!found) return undefined
    const [point, time, kept, original, linkType] = found
    const end = ends[id - 1] ?? 0
    const own = all.subarray(end - kept, end)
    return { id, point, time, octets: own, original, layers: decode(own, original, linkType).filter(isThere) }
  }
}

/** That a report has only the beginning of a frame is no fault of the frame, and told beside its octets. */
const isThere = (layer: Layer): boolean => !(layer.protocol === 'malformed' && layer.cause === 'snapshot')
