import { rmSync } from 'node:fs'
import type { CaptureError } from './capture-error.ts'
import { openCapture } from './capture-reader.ts'
import { counts, earliest, type MomentFrame, type Source, sharing, take } from './moments.ts'
import { PcapngWriter } from './pcapng-writer.ts'

export interface CaptureFile {
  /** `node:interface` */
  readonly point: string
  /** A pcap or pcapng file of that one interface. */
  readonly path: string
}

/** What one capture file held. */
export interface PointCount {
  readonly point: string
  /** Frames that went into the merged file. */
  readonly frames: number
  /** Tokens of the sentinel frames, in order; they do not go into the merged file. */
  readonly sentinels: readonly string[]
}

export type MergeResult =
  | { readonly ok: true; readonly points: readonly PointCount[] }
  | { readonly ok: false; readonly error: CaptureError | MergeError }

export interface MergeError {
  readonly kind: 'unwritable' | 'several-interfaces'
  readonly path: string
  /** Place and reason in one line. */
  readonly message: string
  readonly remedy: string
}

export interface MergeOptions {
  /** Token of the sentinel frames behind which nothing counts. */
  readonly closing?: string
  /**
   * Puts frames of one time in order, where they are of several points; they come in the order of the list, and those
   * of one point as captured. Not called for a frame that is alone with its time. Without it they stay as they come.
   */
  readonly order?: (frames: readonly MomentFrame[]) => readonly MomentFrame[]
}

/** Octets of buffer for each file; a larger frame gets a larger one. */
const BUFFER = 1 << 16

/**
 * Merges capture files by time into one pcapng with an interface for each. Frames of one file keep their order in it.
 * Sentinel frames are left out, and so is everything after the first one with the token `closing`: from then on,
 * points end one after the other, and a packet would look lost where nobody captured any more. Memory grows with the
 * number of files, and of frames with one time. If any file cannot be read to its end, nothing is left at `outPath`.
 */
export function mergeCaptures(
  files: readonly CaptureFile[],
  outPath: string,
  options: MergeOptions = {},
): MergeResult {
  const sources: Source[] = []
  try {
    for (const [index, { point, path }] of files.entries()) {
      const opened = openCapture(path, BUFFER)
      if (!opened.ok) return opened
      const { cursor } = opened
      sources.push({
        index,
        point,
        cursor,
        hasFrame: cursor.next(),
        shares: false,
        closed: false,
        frames: 0,
        sentinels: [],
      })
    }
    return writeMerged(sources, outPath, options)
  } finally {
    for (const { cursor } of sources) cursor.close()
  }
}

function writeMerged(sources: readonly Source[], outPath: string, options: MergeOptions): MergeResult {
  const points = sources.map(({ point, cursor }) => ({ ...cursor.interfaces[0], name: point }))
  const writer = new PcapngWriter(outPath, points)
  const readError = mergeInto(writer, sources, options)
  const writeError = writer.close()
  const error = readError ?? (writeError && unwritable(outPath, writeError))
  if (error) {
    rmSync(outPath, { force: true })
    return { ok: false, error }
  }
  return { ok: true, points: sources.map(({ point, frames, sentinels }) => ({ point, frames, sentinels })) }
}

function mergeInto(
  writer: PcapngWriter,
  sources: readonly Source[],
  options: MergeOptions,
): CaptureError | MergeError | undefined {
  let closed = false
  for (let next = earliest(sources); next !== undefined; next = earliest(sources)) {
    if (next.cursor.interfaceIndex > 0) return severalInterfaces(next)
    if (next.shares) writeMoment(writer, sharing(sources, next), closed, options)
    else writeOne(writer, next, closed, options)
    closed ||= next.closed || (next.shares && sources.some((source) => source.closed))
  }
  return sources.find(({ cursor }) => cursor.error)?.cursor.error
}

/** Most frames are alone with their time, and go from buffer to buffer. */
function writeOne(writer: PcapngWriter, source: Source, closed: boolean, { closing }: MergeOptions): void {
  const { cursor } = source
  if (counts(source, closing) && !closed) {
    const { seconds, nanoseconds, buffer, start, capturedLength, originalLength } = cursor
    writer.write(source.index, seconds, nanoseconds, buffer, start, capturedLength, originalLength)
    source.frames++
  }
  source.hasFrame = cursor.next()
}

function writeMoment(
  writer: PcapngWriter,
  together: readonly Source[],
  closed: boolean,
  { closing, order = (frames) => frames }: MergeOptions,
): void {
  const { seconds, nanoseconds } = (together[0] as Source).cursor
  const frames = together.flatMap((source) => take(source, closing))
  if (closed) return
  for (const { source, bytes, originalLength } of order(frames)) {
    writer.write(source.index, seconds, nanoseconds, bytes, 0, bytes.length, originalLength)
    source.frames++
  }
}

function unwritable(path: string, error: Error): MergeError {
  const remedy = 'check the folder, its permissions and the space that is left'
  return { kind: 'unwritable', path, message: `${path}: ${error.message}`, remedy }
}

function severalInterfaces({ point, cursor }: Source): MergeError {
  const { path } = cursor
  const message = `${path}: has frames of several interfaces, but stands for ${point} alone`
  return {
    kind: 'several-interfaces',
    path,
    message,
    remedy: 'capture each interface into a file of its own',
  }
}
