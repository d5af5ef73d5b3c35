import type { Frame } from '../../src/wire/types.ts'

/** The frames of each point in their own order, at the places that the points have in another list of them. */
export function interleaved<Any extends Frame>(frames: readonly Any[], places: readonly Frame[]): Any[] {
  const waiting = Map.groupBy(frames, ({ point }) => point)
  return places.map(({ point }) => waiting.get(point)?.shift() as Any)
}

/** As if the clock had gone on only now and then: `step` in nanoseconds, Infinity for never. */
export function quantised<Any extends Frame>(frames: readonly Any[], step: number): Any[] {
  return frames.map((frame) => ({
    ...frame,
    time: step === Number.POSITIVE_INFINITY ? 0 : Math.floor(frame.time / step) * step,
  }))
}
