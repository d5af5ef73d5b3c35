import type { z } from 'zod'

/** What a schema wanted and what it found, in the words of somebody who writes labs. */
export function describeIssue(issue: z.core.$ZodIssue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${nameOf(issue.expected)}, found ${describe(found)}`
    case 'invalid_value':
      if (isLong(issue.values.map(String))) return `unknown word ${describe(found)}`
      return `expected ${alternatives(issue.values.map(String))}, found ${describe(found)}`
    case 'too_small':
      return `expected at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}, found ${measure(found)}`
    case 'too_big':
      return `expected at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}, found ${measure(found)}`
    default:
      return `expected ${issue.message}, found ${describe(found)}`
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

/** A schema's type in plain words. */
export function nameOf(expected: string): string {
  return TYPE_NAMES[expected] ?? expected
}

/** A value as it may be shown in a message. */
export function describe(found: unknown): string {
  if (found === null) return 'nothing'
  if (Array.isArray(found)) return 'a list'
  if (typeof found === 'object') return 'a map'
  if (typeof found === 'string') return `"${found.length > 40 ? `${found.slice(0, 39)}…` : found}"`
  return `${typeof found === 'number' ? 'the number ' : ''}${found}`
}

/** A choice too long for a message; it goes into the remedy. */
export function isLong(words: readonly string[]): boolean {
  return words.length > 3
}

/** `a, b or c` */
export function oneOf(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1) ?? ''].filter(Boolean).join(' or ')
}

/** `"a", "b" or "c"` */
export function alternatives(words: readonly string[]): string {
  return oneOf(words.map((word) => `"${word}"`))
}

function unitOf(origin: string, count: number | bigint): string {
  const unit = { array: ' item', string: ' character' }[origin]
  if (unit === undefined) return ''
  return count === 1 ? unit : `${unit}s`
}

function measure(found: unknown): string {
  if (typeof found === 'string' || Array.isArray(found)) return `${found.length}`
  return `${found}`
}
