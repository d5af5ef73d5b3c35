import { z } from 'zod'

/** Twice as much is TCP's first patience: beyond, every SYN would be sent again (RFC 6298, section 2.1). */
const MOST_US = 500_000

const DELAY = /^(\d{1,6}(?:\.\d{1,3})?)(us|ms|s)$/

const MICROSECONDS = { us: 1, ms: 1000, s: 1_000_000 } as const

export const delaySchema = z
  .union([z.string(), z.number()])
  .refine((delay) => parseDelay(delay) !== undefined, 'a delay such as 50us, 20ms or 0, at most 500ms')
  .describe('What a frame takes from one node to another on the network: 50us, 20ms, at most 500ms; or 0')

/** In whole microseconds; undefined if it is not one that a network can have. */
export function parseDelay(delay: string | number): number | undefined {
  if (`${delay}` === '0') return 0
  const [, number, unit] = DELAY.exec(`${delay}`) ?? []
  if (number === undefined) return undefined
  const microseconds = Math.round(Number(number) * MICROSECONDS[unit as keyof typeof MICROSECONDS])
  return microseconds > MOST_US ? undefined : microseconds
}

/** `50 µs`, `20 ms`. */
export function delayText(microseconds: number): string {
  return microseconds < 1000 ? `${microseconds} µs` : `${microseconds / 1000} ms`
}
