import type { VrrpInstance } from '../../keepalived/index.ts'
import { type Ip, parseAddress } from '../topology/ip.ts'
import type { Pieces } from './types.ts'

/** A virtual router of which everything can be promised that it says in its adverts. */
export interface VirtualRouter {
  readonly id: number
  readonly advertSeconds: number
  /** The first that it holds. */
  readonly address?: Ip
}

/** Longer than the time between two adverts of this no run goes on. */
const LONGEST_SECONDS = 4

/** Virtual routers by their ids. One that changes its priority by what it tracks is only noted. */
export function virtualRouters({ balancers, said }: Pieces): VirtualRouter[] {
  const all = balancers.flatMap((holder) => holder.part.director.instances.map((one) => ({ holder, one })))
  const byId = Map.groupBy(all, ({ one }) => one.routerId)
  return [...byId].flatMap(([id, members]) => {
    const [first] = members
    const isTwice = new Set(members.map(({ holder }) => holder)).size < members.length
    const odd = members.find(({ one }) => whyNot(one) !== undefined)
    if (id === undefined || !first || isTwice) return []
    if (odd) {
      said.note(`its adverts are not judged: ${whyNot(odd.one)}`, odd.one.place)
      return []
    }
    const address = parseAddress(first.one.addresses[0]?.address ?? '')
    return [
      {
        id,
        advertSeconds: Math.max(...members.map(({ one }) => one.advertSeconds)),
        ...(address === undefined ? {} : { address }),
      },
    ]
  })
}

function whyNot(one: VrrpInstance): string | undefined {
  const tracked = [...one.trackedInterfaces, ...one.trackedScripts]
  if (tracked.length > 0) return 'what it tracks may change its priority'
  if (one.advertSeconds > LONGEST_SECONDS) return `one comes each ${one.advertSeconds} s`
  return undefined
}
