import { InvalidArgumentError, Option } from 'commander'
import type { Range } from '../compare/growth.ts'

/** `2..128`, or one number. */
export function serverRange(text: string): Range {
  return rangeOf(text, (part) => {
    const number = /^\d+$/.test(part) ? Number(part) : Number.NaN
    if (number >= 1 && number <= MOST_SERVERS) return number
    throw new InvalidArgumentError(
      `It has to be a number from 1 to ${MOST_SERVERS}, or a range such as 2..128.`,
    )
  })
}

/** Replicas that a role of a lab can have. */
const MOST_SERVERS = 250

/** `1k..10M`, or one size. */
export const sizeRange = (text: string): Range => rangeOf(text, size)

/** Octets: `100`, `1k`, `10MB`, decimal multiples, as much as a probe can transfer. */
export function size(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([kM]?)B?$/.exec(text) ?? []
  const octets = number === '' ? Number.NaN : Math.round(Number(number) * (FACTORS[unit] ?? 1))
  if (octets <= LARGEST) return octets
  throw new InvalidArgumentError('It has to be a size of at most 10M, such as 100, 1k or 10M.')
}

const FACTORS: Readonly<Record<string, number>> = { k: 1000, M: 1_000_000 }
const LARGEST = 10_000_000

function rangeOf(text: string, read: (part: string) => number): Range {
  const [first = '', last, ...more] = text.split('..')
  if (last === undefined) return { from: read(first), to: read(first) }
  const range = { from: read(first), to: read(last) }
  if (more.length === 0 && range.from >= 1 && range.from < range.to) return range
  throw new InvalidArgumentError('A range goes from 1 or more to a larger number, such as 2..128.')
}

/** A range as an option, with its default in words. */
export function rangeOption(
  flags: string,
  description: string,
  read: (text: string) => Range,
  standard: string,
): Option {
  return new Option(flags, description).argParser(read).default(read(standard), standard)
}
