/** Nanoseconds since the first frame as milliseconds, or from a second on as seconds. */
export const timeText = (nanoseconds: number): string =>
  nanoseconds < 1e9 ? `${(nanoseconds / 1e6).toFixed(3)} ms` : `${(nanoseconds / 1e9).toFixed(4)} s`

/** Beyond this between two hops, the ladder shows a gap. */
export const GAP_NS = 50e6
