import type { Node } from '../topology/types.ts'
import { serviceFromOutside } from './service.ts'
import type { Target } from './target.ts'

/**
 * Requests after which a scheduler has given every server its share, and begins anew: rr deals one to each, wrr
 * as many as its weight, both divided by the weights' greatest common divisor (ip_vs_wrr.c). Undefined for a
 * scheduler without rounds.
 */
export function roundOf(scheduler: string, weights: readonly number[]): number | undefined {
  if (scheduler === 'rr') return weights.length
  return scheduler === 'wrr' ? sharesOf(weights).reduce((sum, share) => sum + share, 0) : undefined
}

/** Requests that wrr gives to each server in a round. */
export function sharesOf(weights: readonly number[]): number[] {
  const divisor = weights.reduce(greatestCommonDivisor, 0) || 1
  return weights.map((weight) => weight / divisor)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** One round shows who is served, a second that it repeats. */
const ROUNDS = 2

/** Weights without a common divisor make rounds that nobody wants to wait for. */
const MOST_BY_ITSELF = 1000

/** How often a probe is sent that does not say it: whole rounds of the virtual service that it asks from outside. */
export function usualTimes(probe: Target & { readonly from: string }, directors: readonly Node[]): number {
  for (const director of directors) {
    const service = serviceFromOutside(probe, director)
    const weights = service?.servers.map(({ weight }) => weight) ?? []
    const round = service && roundOf(service.scheduler, weights)
    if (round) return Math.min(ROUNDS * round, MOST_BY_ITSELF)
  }
  return 1
}
