import type { Finding } from '../finding.ts'
import type { Diagnosis } from '../types.ts'
import { listed } from '../words.ts'

/** A capture that missed frames, or may have, cannot prove that something never happened. */
export function captureLost({ doubts }: Finding): Diagnosis | undefined {
  if (doubts === undefined) return undefined
  return {
    cause: 'capture-lost',
    nodes: [...new Set(doubts.map(({ point }) => point.split(':')[0] as string))],
    text: `"Never seen" cannot be said: ${listed(doubts.map(({ reason }) => reason))}.`,
    remedy: 'run the lab again, with less traffic or more memory where packets were dropped',
  }
}
