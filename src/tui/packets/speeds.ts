/** Hops a second. */
export const SPEEDS: readonly number[] = [0.5, 1, 2, 4, 8, 16, 32]

export const STANDARD_SPEED = SPEEDS.indexOf(2)
