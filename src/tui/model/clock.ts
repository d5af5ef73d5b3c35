import { SPEEDS } from '../packets/speeds.ts'
import type { Model } from './types.ts'

/** How often the time of a running step is shown anew. */
const RUNNING_MS = 200

/** Milliseconds from one tick to the next that the screen needs; undefined where nothing moves. */
export function tickEvery({ screens }: Model): number | undefined {
  const top = screens.at(-1)
  if (top?.kind !== 'run') return undefined
  const { packets, since } = top
  if (packets.playing) return 1000 / (SPEEDS[packets.speed] ?? 1)
  return since === undefined ? undefined : RUNNING_MS
}
