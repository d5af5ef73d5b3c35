import { z } from 'zod'
import { parseDuration } from '../probes/duration.ts'

const SPAN = /^(?:none|(?:([\d.]+)(ms|s|m)?-)?([\d.]+)(ms|s|m))$/

/** How long something may take, in milliseconds, both included. */
export interface Span {
  readonly leastMs: number
  readonly mostMs: number
}

export const spanSchema = z.string().regex(SPAN, 'a time such as 500ms, a range such as 2.5-4.2s, or none')

/** `4.2s` is at most that, `2.5-4.2s` from one to the other, `none` nothing; undefined if it is none of them. */
export function parseSpan(text: string): Span | undefined {
  if (text === 'none') return { leastMs: 0, mostMs: 0 }
  const [, from, fromUnit, to = '', unit = ''] = SPAN.exec(text) ?? []
  const mostMs = parseDuration(`${to}${unit}`)
  const leastMs = from === undefined ? 0 : parseDuration(`${from}${fromUnit ?? unit}`)
  if (mostMs === undefined || leastMs === undefined || leastMs > mostMs) return undefined
  return { leastMs, mostMs }
}
