import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import { listed } from '../words.ts'
import type { Deal } from './deals.ts'
import { connectionsByWeight, type Load, lightest, loadsAt } from './load.ts'
import { broken, type Judgement, kept, open, type Rule } from './rule.ts'

/** Servers that a destination has; which of them may be taken; and which it has afterwards. */
interface Locality {
  readonly able: (homes: readonly Load[], loads: readonly Load[]) => readonly Load[]
  readonly after: (homes: readonly string[], server: string) => readonly string[]
}

/** Locality-based least connections: a destination keeps its server until that is overloaded (ip_vs_lblc.c). */
export const lblc: Rule = {
  promise: () => 'a new destination at the least loaded server, then there until that is overloaded',
  judge: (spec, deals) =>
    judgeLocality(spec, deals, {
      able: (homes, loads) =>
        homes.some((home) => !isOverloaded(home, loads)) ? homes : lightest(loads, connectionsByWeight),
      after: (_, server) => [server],
    }),
}

/** The same with replication: an overloaded destination gets one server more (ip_vs_lblcr.c). */
export const lblcr: Rule = {
  promise: () => 'as lblc, but an overloaded destination gets a server more, and the least loaded of its own',
  judge: (spec, deals) =>
    judgeLocality(spec, deals, {
      able: (homes, loads) => {
        const least = lightest(homes, connectionsByWeight)
        return least.some((home) => !isOverloaded(home, loads)) ? least : lightest(loads, connectionsByWeight)
      },
      after: (homes, server) => [...new Set([...homes, server])],
    }),
}

/** is_overloaded in ip_vs_lblc.c: more open connections than its weight, while another has less than half of it. */
function isOverloaded({ active, weight }: Load, loads: readonly Load[]): boolean {
  return active > weight && loads.some((other) => other.active * 2 < other.weight)
}

function judgeLocality(
  spec: SpreadExpectation,
  deals: readonly Deal[],
  { able, after }: Locality,
): Judgement {
  const homes = new Map<string, readonly string[]>()
  let repeated = 0
  let moved = 0
  for (const deal of deals) {
    const { destination, server } = deal
    const loads = loadsAt(spec, deals, deal)
    const own = homes.get(destination) ?? []
    const allowed =
      own.length === 0
        ? lightest(loads, connectionsByWeight)
        : able(
            loads.filter((one) => own.includes(one.server)),
            loads,
          )
    if (!allowed.some((load) => load.server === server)) return broken(wrongText(deal, own, allowed), deal)
    if (own.includes(server)) repeated += 1
    else if (own.length > 0) moved += 1
    homes.set(destination, after(own, server))
  }
  if (homes.size < 2 || repeated === 0) return open('no two destinations asked twice')
  return moved === 0 ? open('no destination was ever overloaded') : kept()
}

function wrongText({ destination, server }: Deal, own: readonly string[], allowed: readonly Load[]): string {
  const expected = listed(
    allowed.map((load) => load.server),
    'or',
  )
  const before = own.length === 0 ? 'asked for the first time' : `which had ${listed(own)}`
  return `${destination}, ${before}, went to ${server} instead of ${expected}`
}
