import { SPEEDS } from '../packets/speeds.ts'
import type { Model } from './types.ts'

/** How often the time of a running step is shown anew. */
const RUNNING_MS = 200
/** How often it is seen whether the tables of a live lab are still fresh. */
const TABLES_MS = 500

/** Milliseconds from one tick to the next that the screen needs; undefined where nothing moves. */
export function tickEvery({ screens }: Model): number | undefined {
  const top = screens.at(-1)
  if (top?.kind !== 'run') return undefined
  const { packets, since, live, pane } = top
  if (packets.playing) return 1000 / (SPEEDS[packets.speed] ?? 1)
  if (since !== undefined) return RUNNING_MS
  return live && pane === 'tables' ? TABLES_MS : undefined
}
