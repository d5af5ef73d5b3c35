import { formatAddress, type Ip } from '../topology/ip.ts'
import { clientFor } from './router.ts'
import { serverNames } from './server-nodes.ts'
import type { Pieces, Question } from './types.ts'
import { type VirtualRouter, virtualRouters } from './virtual-routers.ts'

/** Adverts of a master that are waited for, and seconds between two echo requests (plan/probe.ts). */
const ADVERTS = 3
const PING_SECONDS = 0.2

/** Pings addresses that are held for their own sake, the first one for as long as it takes to hear of its director. */
export function heldQuestions(pieces: Pieces, unused: (stem: string) => string): Question[] {
  const routers = virtualRouters(pieces)
  const alone = pieces.held.map(({ address }) => ({ address, from: clientFor(address) }))
  const all = alone.length > 0 ? alone : nearest(routers, pieces)
  const seconds = ADVERTS * Math.max(0, ...routers.map(({ advertSeconds }) => advertSeconds))
  const times = Math.ceil(seconds / PING_SECONDS)
  const promises = routers.map(({ id }) => ({ vrrp: { router: id, as: `vrrp-${id}` } }))
  return all.map(({ address, from }, index) => {
    const name = unused('held')
    const probe = { from, ping: formatAddress(address) }
    const answered = { outcome: { probe: name, is: 'answered' } }
    if (index > 0) return { name, probe, expect: [answered] }
    return { name, probe: { ...probe, ...(times > 1 ? { times } : {}) }, expect: [answered, ...promises] }
  })
}

/** The first address of a virtual router that a client reaches, or a real server beside it. */
function nearest(routers: readonly VirtualRouter[], { services, machines, networks }: Pieces) {
  const names = serverNames(machines)
  const found = routers.flatMap(({ address }): { address: Ip; from: string }[] => {
    if (address === undefined) return []
    if (services.some(({ vip }) => vip === address)) return [{ address, from: clientFor(address) }]
    const beside = names[machines.findIndex(({ net }) => net === networks.at(address))]
    return beside === undefined ? [] : [{ address, from: beside }]
  })
  return found.slice(0, 1)
}
