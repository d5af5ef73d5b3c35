import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import { listed } from '../words.ts'
import type { Deal } from './deals.ts'
import { connections, connectionsByWeight, heaviest, type Load, lightest, loadsAt } from './load.ts'
import { broken, type Judgement, kept, open, type Rule } from './rule.ts'

/** Which servers a scheduler may take; several where they are equal to it. */
type Choose = (loads: readonly Load[]) => readonly Load[]

/** Least connections; weights do not count (ip_vs_lc.c). */
export const lc = choosing('the server with the fewest connections, every time', (loads) =>
  lightest(loads, connections),
)

/** Weighted least connections (ip_vs_wlc.c). */
export const wlc = choosing('the server with the fewest connections for its weight, every time', (loads) =>
  lightest(loads, connectionsByWeight),
)

/** Shortest expected delay: as if the new connection were there already (ip_vs_sed.c). */
export const sed = choosing('the server with the lowest (active + 1) / weight, every time', shortestDelay)

/** Never queue: an idle server before any other (ip_vs_nq.c). */
export const nq = choosing(
  'an idle server if there is one, else the lowest (active + 1) / weight',
  (loads) => {
    const idle = loads.filter(({ active }) => active === 0)
    return idle.length > 0 ? idle : shortestDelay(loads)
  },
)

/** Overflow: the highest weight, until more connections are open there than its weight says (ip_vs_ovf.c). */
export const ovf = choosing('the highest weight with no more open connections than its weight', (loads) =>
  heaviest(loads.filter(({ active, weight }) => active <= weight)),
)

/** Failover: the highest weight, and no other (ip_vs_fo.c). */
export const fo = choosing('the server of the highest weight, every time', heaviest)

function shortestDelay(loads: readonly Load[]): Load[] {
  return lightest(loads, ({ active, weight }) => (active + 1) / weight)
}

/**
 * A rule that looks at the servers anew with each request: every choice has to be one that it would make. Where all
 * servers were equal to it all the time, no choice shows anything.
 */
function choosing(promise: string, choose: Choose): Rule {
  return { promise: () => promise, judge: (spec, deals) => judgeChoices(spec, deals, choose) }
}

function judgeChoices(spec: SpreadExpectation, deals: readonly Deal[], choose: Choose): Judgement {
  let chosen = 0
  for (const deal of deals) {
    const loads = loadsAt(spec, deals, deal)
    const able = choose(loads)
    if (!able.some(({ server }) => server === deal.server)) return broken(wrongText(deal, loads, able), deal)
    if (able.length < loads.length) chosen += 1
  }
  return chosen === 0 ? open('all servers were equal before every request') : kept()
}

/** `rs1 (2 open, 1 ended, weight 1) was taken before rs2 (0 open, 1 ended, weight 3)` */
function wrongText({ server }: Deal, loads: readonly Load[], able: readonly Load[]): string {
  const own = loads.find((load) => load.server === server)
  const taken = own === undefined ? `${server}, without a weight,` : loadText(own)
  return `${taken} was taken before ${listed(able.map(loadText), 'or')}`
}

function loadText({ server, active, inactive, weight }: Load): string {
  return `${server} (${active} open, ${inactive} ended, weight ${weight})`
}
