import { renameSync, rmSync } from 'node:fs'
import type { CaptureCursor } from './capture-cursor.ts'
import { openCapture } from './capture-reader.ts'
import { PcapngWriter } from './pcapng-writer.ts'

/**
 * Writes a capture again as pcapng, with a comment on each frame that `commentOf` has one for, by its id. The new file
 * takes the old one's place when it is whole. All interfaces have to be described before the first frame, as
 * `mergeCaptures` writes them. What keeps it from that is given back, and leaves the file as it was.
 */
export function annotateCapture(
  path: string,
  commentOf: (id: number) => string | undefined,
): Error | undefined {
  const opened = openCapture(path)
  if (!opened.ok) return new Error(opened.error.message)
  const { cursor } = opened
  const fresh = `${path}.part`
  try {
    const problem = copyAll(cursor, fresh, commentOf)
    if (problem) rmSync(fresh, { force: true })
    else renameSync(fresh, path)
    return problem
  } finally {
    cursor.close()
  }
}

function copyAll(
  cursor: CaptureCursor,
  path: string,
  commentOf: (id: number) => string | undefined,
): Error | undefined {
  let more = cursor.next()
  const points = cursor.interfaces.map(({ name = '', linkType, snapLength }) => ({
    name,
    linkType,
    snapLength,
  }))
  const writer = new PcapngWriter(path, points)
  for (let id = 1; more; id++) {
    const { interfaceIndex, seconds, nanoseconds, buffer, start, capturedLength, originalLength } = cursor
    const comment = commentOf(id)
    writer.write(interfaceIndex, seconds, nanoseconds, buffer, start, capturedLength, originalLength, comment)
    more = cursor.next()
  }
  return writer.close() ?? (cursor.error && new Error(cursor.error.message))
}
