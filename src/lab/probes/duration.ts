/** `500ms`, `3s`, `1.5s`, `2m`. */
export const DURATION = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)$/

const MILLISECONDS = { ms: 1, s: 1000, m: 60_000 } as const

/** Duration in whole milliseconds, or undefined if it is not one. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = DURATION.exec(text) ?? []
  if (number === undefined) return undefined
  return Math.round(Number(number) * MILLISECONDS[unit as keyof typeof MILLISECONDS])
}
