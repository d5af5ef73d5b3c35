import type { CaptureCursor } from './capture-cursor.ts'
import { LINK_ETHERNET } from './numbers.ts'
import { textAt, token } from './sentinel.ts'
import type { Frame } from './types.ts'

/** A capture file of one point, on its way into a merged one. */
export interface Source {
  /** Its place in the list of files. */
  readonly index: number
  readonly point: string
  readonly cursor: CaptureCursor
  hasFrame: boolean
  /** Whether the next frame of another has the same time, if this one's is the earliest; see {@link earliest}. */
  shares: boolean
  /** Whether the closing sentinel was seen here. */
  closed: boolean
  /** Frames that went into the merged file. */
  frames: number
  /** Tokens of sentinel frames, in order. */
  readonly sentinels: string[]
}

/** A frame among all of one time. Its id is its place in its own file, and its time 0. */
export interface MomentFrame extends Frame {
  readonly source: Source
}

/**
 * The source whose next frame has the earliest time of all, the first of several; undefined at the end. Says of it
 * whether others share that time.
 */
export function earliest(sources: readonly Source[]): Source | undefined {
  let best: Source | undefined
  for (const source of sources) {
    if (!source.hasFrame) continue
    const order = best === undefined ? -1 : compareTimes(source.cursor, best.cursor)
    if (order < 0) {
      best = source
      best.shares = false
    } else if (order === 0 && best !== undefined) best.shares = true
  }
  return best
}

/** The sources whose next frame has the time of this one's, which is among them. */
export function sharing(sources: readonly Source[], { cursor }: Source): Source[] {
  return sources.filter((source) => source.hasFrame && compareTimes(source.cursor, cursor) === 0)
}

/** Whether the next frame counts. A sentinel is noted, and the one with the token `closing` ends what counts here. */
export function counts(source: Source, closing: string | undefined): boolean {
  const sentinel = sentinelOf(source.cursor)
  if (sentinel === undefined) return !source.closed
  source.sentinels.push(sentinel)
  source.closed ||= sentinel === closing
  return false
}

/** Takes all frames that count of those that have the time of the source's next one. */
export function take(source: Source, closing: string | undefined): MomentFrame[] {
  const { cursor, point } = source
  const { seconds, nanoseconds } = cursor
  const frames: MomentFrame[] = []
  while (
    source.hasFrame &&
    cursor.interfaceIndex === 0 &&
    compareTimes(cursor, { seconds, nanoseconds }) === 0
  ) {
    if (counts(source, closing)) {
      const { buffer, start, capturedLength, originalLength, frames: id, interfaces } = cursor
      const bytes = buffer.slice(start, start + capturedLength)
      frames.push({
        id,
        point,
        time: 0,
        bytes,
        originalLength,
        linkType: interfaces[0]?.linkType ?? 0,
        source,
      })
    }
    source.hasFrame = cursor.next()
  }
  return frames
}

type Time = Pick<CaptureCursor, 'seconds' | 'nanoseconds'>

const compareTimes = (one: Time, other: Time): number =>
  one.seconds - other.seconds || one.nanoseconds - other.nanoseconds

/** The token of the current frame, if it is a sentinel. */
function sentinelOf({ buffer, start, capturedLength, interfaces }: CaptureCursor): string | undefined {
  const end = start + capturedLength
  const text = textAt(buffer, start, end, interfaces[0]?.linkType ?? LINK_ETHERNET)
  return text < 0 ? undefined : token(buffer, text, end)
}
