import { createHash } from 'node:crypto'
import { payloadOf } from '../../journey/payload.ts'
import type { Journey } from '../../journey/types.ts'
import type { Frame } from '../../wire/types.ts'

/** One direction of a TCP connection as it passed somewhere. */
export interface Stream {
  readonly octets: number
  /** Of all octets in the order of their sequence numbers, lower-case hexadecimal. */
  readonly sha256: string
  /** A frame for each segment. */
  readonly frames: readonly number[]
  /** Octets in the middle of it that were not seen. */
  readonly missing: number
  /** Whether every frame of it was captured as long as it was. */
  readonly whole: boolean
}

/** A segment: where its octets stand in the stream, counted from the first one seen, and the octets. */
interface Segment {
  readonly at: number
  readonly payload: Uint8Array
  readonly frame: number
}

/** The octets of the segments of which `seen` gives a frame, each once, however often it was sent. */
export function streamOf(
  frames: readonly Frame[],
  journeys: readonly Journey[],
  seen: (journey: Journey) => number | undefined,
): Stream {
  const segments = journeys.flatMap((journey): Segment[] => {
    const id = journey.payloadLength > 0 ? seen(journey) : undefined
    const frame = id === undefined ? undefined : frames[id - 1]
    if (frame === undefined) return []
    return [{ at: journey.sequence ?? 0, payload: payloadOf(frame), frame: frame.id }]
  })
  const whole = segments.every(({ frame }) => isWhole(frames[frame - 1]))
  return { ...joined(relative(segments)), whole }
}

const isWhole = (frame: Frame | undefined): boolean =>
  frame !== undefined && frame.bytes.length === frame.originalLength

/** Sequence numbers go round at 2^32 (RFC 9293, section 3.4): the first segment's is where counting begins. */
function relative(segments: readonly Segment[]): Segment[] {
  const origin = segments[0]?.at ?? 0
  return segments
    .map((segment) => ({ ...segment, at: (segment.at - origin) | 0 }))
    .toSorted((one, other) => one.at - other.at)
}

function joined(segments: readonly Segment[]): Omit<Stream, 'whole'> {
  const hash = createHash('sha256')
  let [octets, missing, end] = [0, 0, segments[0]?.at ?? 0]
  for (const { at, payload } of segments) {
    missing += Math.max(0, at - end)
    const fresh = payload.subarray(Math.max(0, end - at))
    hash.update(fresh)
    octets += fresh.length
    end = Math.max(end, at + payload.length)
  }
  const frames = segments.map(({ frame }) => frame)
  return { octets, sha256: hash.digest('hex'), frames, missing }
}
