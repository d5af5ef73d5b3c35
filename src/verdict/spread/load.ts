import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import type { Deal } from './deals.ts'

/** A real server as IPVS sees it at a moment: connections of this service alone. */
export interface Load {
  readonly server: string
  readonly weight: number
  /** Connections that are open, and those that have ended but are remembered, for 1 to 2 minutes. */
  readonly active: number
  readonly inactive: number
}

/** Loads of the servers that may be chosen just before a request comes, from the requests before it. */
export function loadsAt(
  { over, weights }: SpreadExpectation,
  deals: readonly Deal[],
  { begun }: Deal,
): Load[] {
  const loads = over.map((server, index): Load => {
    const before = deals.filter((one) => one.server === server && one.begun < begun)
    const active = before.filter(({ ended }) => ended > begun).length
    return { server, weight: weights[index] ?? 0, active, inactive: before.length - active }
  })
  return loads.filter(({ weight }) => weight > 0)
}

/** ip_vs_dest_conn_overhead in include/net/ip_vs.h: an open connection counts as much as 256 that have ended. */
export const connections = ({ active, inactive }: Load): number => active * 256 + inactive

/** What wlc compares, and lblc and lblcr with it. */
export const connectionsByWeight = (load: Load): number => connections(load) / load.weight

/** Servers of the lowest cost; several where they are equal. */
export function lightest(loads: readonly Load[], cost: (load: Load) => number): Load[] {
  const lowest = Math.min(...loads.map(cost))
  return loads.filter((load) => cost(load) === lowest)
}

/** Servers of the highest weight. */
export function heaviest(loads: readonly Load[]): Load[] {
  return lightest(loads, ({ weight }) => -weight)
}
