import type { Director, VrrpInstance } from '../model/types.ts'
import type { Notes } from '../notes.ts'

/**
 * With NAT the servers' gateway is an address of the director. When it and the virtual server's address belong to
 * different VRRP instances, a link that fails on one side moves only one of them, and replies go to the other director.
 */
export function examineNatGateways({ instances, groups, services }: Director, notes: Notes): void {
  const served = new Set(
    services
      .filter(({ servers }) => servers.some(({ method }) => method === 'NAT'))
      .flatMap(({ at }) => at.map((one) => (one.kind === 'address' ? one.address : ''))),
  )
  const outside = instances.filter((one) => holds(one, served))
  const inside = instances.filter(
    (one) => !holds(one, served) && !outside.some((each) => each.interface === one.interface),
  )
  for (const one of inside)
    for (const other of outside) {
      const together = groups.some(({ members }) =>
        [one, other].every(({ name }) => members.some((each) => each.name === name)),
      )
      if (!together)
        notes.warn('split-groups', one.place, `${one.name} can be master elsewhere than ${other.name}`, {
          remedy: 'NAT needs both addresses on one machine: name both in a vrrp_sync_group.',
        })
    }
}

const holds = ({ addresses, excluded }: VrrpInstance, served: ReadonlySet<string>): boolean =>
  [...addresses, ...excluded].some(({ address }) => served.has(address))
