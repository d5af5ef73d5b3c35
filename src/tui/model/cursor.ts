import { bodySize } from '../view/layout.ts'
import type { Size } from './types.ts'

/** How far a key moves in lists and texts, in rows; undefined where it is no such key. */
export function stepOf(key: string, size: Size): number | undefined {
  const page = Math.max(1, bodySize(size).rows - 2)
  const steps: Readonly<Record<string, number>> = {
    ...{ up: -1, k: -1, down: 1, j: 1, pageup: -page, pagedown: page },
    ...{ home: Number.NEGATIVE_INFINITY, g: Number.NEGATIVE_INFINITY },
    ...{ end: Number.POSITIVE_INFINITY, G: Number.POSITIVE_INFINITY },
  }
  return Object.hasOwn(steps, key) ? steps[key] : undefined
}

/** A place in a list of `count`, moved and kept inside. */
export const moved = (cursor: number, step: number, count: number): number =>
  Math.max(0, Math.min(count - 1, cursor + step))

/** The one before or behind in a ring. */
export function turned<Value>(ring: readonly Value[], current: Value, step: 1 | -1): Value {
  const place = ring.indexOf(current) + step
  return ring.at(place % ring.length) ?? current
}
