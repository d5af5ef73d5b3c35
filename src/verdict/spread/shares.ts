import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import { roundOf, sharesOf } from '../../lab/probes/round.ts'
import { count, listed } from '../words.ts'
import type { Deal } from './deals.ts'
import { broken, type Judgement, kept, open, type Rule } from './rule.ts'

/** Round robin: no server is ever two ahead of another, and each has its turn (ip_vs_rr.c). */
export const rr: Rule = {
  promise: ({ over }) => `equal shares for ${listed(over)}, ±1`,
  judge: ({ over }, deals) => {
    const numbers = counts(over, deals)
    if (Math.max(...numbers) - Math.min(...numbers) > 1) return broken()
    return deals.length < over.length ? lessThan(deals, over.length) : kept()
  },
}

/**
 * Weighted round robin: over whole rounds each server gets exactly its weight, both divided by their greatest
 * common divisor (ip_vs_wrr.c). What is left after the last whole round is not judged.
 */
export const wrr: Rule = {
  promise: (spec) =>
    `${spec.over.map((node, index) => `${node} ${spec.weights[index] ?? 0}`).join(' : ')} in every round`,
  judge: ({ over, weights }: SpreadExpectation, deals) => {
    const round = roundOf('wrr', weights) ?? 0
    if (round === 0) return open('no server has a weight')
    const rounds = Math.floor(deals.length / round)
    if (rounds === 0) return lessThan(deals, round)
    const numbers = counts(over, deals.slice(0, rounds * round))
    return sharesOf(weights).every((share, index) => numbers[index] === share * rounds) ? kept() : broken()
  },
}

function counts(over: readonly string[], deals: readonly Deal[]): number[] {
  return over.map((node) => deals.filter(({ server }) => server === node).length)
}

function lessThan(deals: readonly Deal[], round: number): Judgement {
  const are = deals.length === 1 ? 'is' : 'are'
  return open(`${count(deals.length, 'request')} ${are} less than one round of ${round}`)
}
