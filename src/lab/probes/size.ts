/** `0 B`, `100 kB`, `1.5MB`: decimal multiples of an octet. */
export const SIZE = /^(\d{1,8}(?:\.\d{1,6})?) ?(B|kB|MB)$/

const OCTETS = { B: 1, kB: 1000, MB: 1_000_000 } as const

/** Size in whole octets, or undefined if it is not one. */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = SIZE.exec(text) ?? []
  if (number === undefined) return undefined
  const octets = Number(number) * OCTETS[unit as keyof typeof OCTETS]
  return Number.isInteger(octets) ? octets : undefined
}
