import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import { listed } from '../words.ts'
import type { Deal } from './deals.ts'
import { broken, type Judgement, kept, open, type Rule } from './rule.ts'

/** What stays with its server. */
type Key = 'client' | 'destination'

/** Source hashing: a client's address tells its server (ip_vs_sh.c). */
export const sh: Rule = {
  promise: () => 'every client always at one server, clients at several',
  judge: (_, deals) => judgeSticky(deals, 'client'),
}

/** Destination hashing: the address asked for tells the server (ip_vs_dh.c). */
export const dh: Rule = {
  promise: () => 'every destination always at one server, destinations at several',
  judge: (_, deals) => judgeSticky(deals, 'destination'),
}

/** A persistent service: a client's first connection decides for those that follow (ip_vs_sched_persist). */
export const persistent: Rule = {
  promise: () => 'every client at the server of its first connection, clients at several',
  judge: (_, deals) => judgeSticky(deals, 'client'),
}

/**
 * Maglev hashing (ip_vs_mh.c): as source hashing, but when the servers change from one probe to the next, those
 * clients stay, nearly all, whose server is still there.
 */
export const mh: Rule = {
  promise: ({ probes }) =>
    probes.length === 1
      ? 'every client always at one server, clients at several'
      : `every client at one server; of those whose server stays, at most 1 in ${MOVING} moves`,
  judge: judgeMaglev,
}

/** The part of the clients that may move: Maglev keeps disruption small, not nil; source hashing moves one in two. */
const MOVING = 4

function judgeSticky(deals: readonly Deal[], key: Key): Judgement {
  const homes = new Map<string, Deal>()
  for (const deal of deals) {
    const first = homes.get(deal[key]) ?? deal
    homes.set(deal[key], first)
    if (first.server !== deal.server)
      return broken(`${deal[key]} went to ${first.server}, then to ${deal.server}`, deal)
  }
  if (homes.size === deals.length) return open(`no ${key} asked twice`)
  const used = new Set(deals.map(({ server }) => server))
  return used.size > 1 ? kept() : broken(`all ${homes.size} ${key}s went to ${listed([...used])}`)
}

function judgeMaglev({ probes }: SpreadExpectation, deals: readonly Deal[]): Judgement {
  const phases = probes.map((probe) => deals.filter((deal) => deal.probe === probe))
  const changes = phases.slice(1).map((after, index) => judgeChange(phases[index] ?? [], after))
  if (changes.length === 0) return judgeSticky(deals, 'client')
  return changes.find(({ kind }) => kind !== 'kept') ?? (changes[0] as Judgement)
}

/** Compares where clients went before the servers changed with where they went after it. */
function judgeChange(before: readonly Deal[], after: readonly Deal[]): Judgement {
  const homes = new Map(before.map(({ client, server }) => [client, server]))
  const serving = new Set(after.map(({ server }) => server))
  const left = [...new Set(homes.values())].filter((server) => !serving.has(server))
  const staying = after.filter(({ client }) => serving.has(homes.get(client) ?? ''))
  const moved = staying.filter(({ client, server }) => homes.get(client) !== server)
  const text = `${listed(left)} left, ${moved.length} of ${staying.length} others moved`
  if (left.length === 0) return open('no server left')
  if (staying.length < MOVING) return open(`${text}: too few to tell`)
  return moved.length * MOVING > staying.length ? broken(text, moved[0]) : kept(text)
}
