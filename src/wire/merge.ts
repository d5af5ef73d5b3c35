import { rmSync } from 'node:fs'
import type { CaptureCursor } from './capture-cursor.ts'
import type { CaptureError } from './capture-error.ts'
import { openCapture } from './capture-reader.ts'
import { LINK_ETHERNET } from './numbers.ts'
import { PcapngWriter } from './pcapng-writer.ts'
import { textAt, token } from './sentinel.ts'

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

interface Source {
  readonly point: string
  readonly cursor: CaptureCursor
  hasFrame: boolean
  frames: number
  readonly sentinels: string[]
}

/** Octets of buffer for each file; a larger frame gets a larger one. */
const BUFFER = 1 << 16

/**
 * Merges capture files by time into one pcapng with an interface for each. Frames of the same time keep the
 * order of the list, frames of one file their order in it. Sentinel frames are left out, and so is everything
 * after the first one with the token `closing`: from then on, points end one after the other, and a packet
 * would look lost where nobody captured any more. Memory grows with the number of files only. If any file cannot
 * be read to its end, nothing is left at `outPath`.
 */
export function mergeCaptures(files: readonly CaptureFile[], outPath: string, closing?: string): MergeResult {
  const sources: Source[] = []
  try {
    for (const { point, path } of files) {
      const opened = openCapture(path, BUFFER)
      if (!opened.ok) return opened
      const { cursor } = opened
      sources.push({ point, cursor, hasFrame: cursor.next(), frames: 0, sentinels: [] })
    }
    return writeMerged(sources, outPath, closing)
  } finally {
    for (const { cursor } of sources) cursor.close()
  }
}

function writeMerged(sources: readonly Source[], outPath: string, closing?: string): MergeResult {
  const points = sources.map(({ point, cursor }) => ({ ...cursor.interfaces[0], name: point }))
  const writer = new PcapngWriter(outPath, points)
  const readError = mergeInto(writer, sources, closing)
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
  closing?: string,
): CaptureError | MergeError | undefined {
  let closed = false
  for (let index = earliest(sources); index >= 0; index = earliest(sources)) {
    const source = sources[index] as Source
    if (source.cursor.interfaceIndex > 0) return severalInterfaces(source)
    const sentinel = sentinelOf(source.cursor)
    if (sentinel !== undefined) {
      source.sentinels.push(sentinel)
      closed ||= sentinel === closing
    } else if (!closed) {
      const { seconds, nanoseconds, buffer, start, capturedLength, originalLength } = source.cursor
      writer.write(index, seconds, nanoseconds, buffer, start, capturedLength, originalLength)
      source.frames++
    }
    source.hasFrame = source.cursor.next()
  }
  return sources.find(({ cursor }) => cursor.error)?.cursor.error
}

/** The token of the current frame, if it is a sentinel. */
function sentinelOf({ buffer, start, capturedLength, interfaces }: CaptureCursor): string | undefined {
  const end = start + capturedLength
  const text = textAt(buffer, start, end, interfaces[0]?.linkType ?? LINK_ETHERNET)
  return text < 0 ? undefined : token(buffer, text, end)
}

/** Index of the source whose frame comes first in time, the first of several; -1 where none has a frame. */
function earliest(sources: readonly Source[]): number {
  let best = -1
  for (let index = 0; index < sources.length; index++) {
    const source = sources[index] as Source
    if (source.hasFrame && (best < 0 || isBefore(source.cursor, (sources[best] as Source).cursor)))
      best = index
  }
  return best
}

function isBefore(one: CaptureCursor, other: CaptureCursor): boolean {
  return one.seconds < other.seconds || (one.seconds === other.seconds && one.nanoseconds < other.nanoseconds)
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
