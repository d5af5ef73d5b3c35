import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { RunView } from '../events/view.ts'
import { loadFrames } from '../wire/frames.ts'
import type { Frame } from '../wire/types.ts'

/** What one run is compared by: all that was captured, and all that it said about its lab. */
export interface Timeline {
  /** SHA-256 of the merged capture's file; empty where nothing was captured. */
  readonly digest: string
  /** In the order of the merged capture. */
  readonly frames: readonly Frame[]
  /** Time of the first frame, in nanoseconds since 1970 by the kernel's clock. */
  readonly origin: bigint
  readonly view: RunView
}

/** Reads what a run that has ended left at `capture`. Throws where it cannot be read. */
export function readTimeline(view: RunView, capture: string): Timeline {
  if (!existsSync(capture)) return { digest: '', frames: [], origin: 0n, view }
  const loaded = loadFrames(capture)
  if (!loaded.ok) throw new Error(loaded.error.message)
  const digest = createHash('sha256').update(readFileSync(capture)).digest('hex')
  return { digest, frames: loaded.frames, origin: loaded.origin, view }
}
