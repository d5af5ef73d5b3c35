import { type Ip, overlaps, parseAddress } from '../topology/ip.ts'
import { deviceOf, heldBy, isLinkLocal } from './claims.ts'

import type { Net, Networks } from './networks.ts'
import type { Said } from './said.ts'
import { holderOf } from './services.ts'
import type { Asked, Balancer, Machine, Service } from './types.ts'

/** More than that of the same kind shows nothing more. */
const MOST_HELD = 24

/**
 * Addresses that directors hold for their own sake: not those of virtual servers, and not the ones that real servers
 * have around them, which every reply of theirs proves.
 */
export function heldAlone(
  balancers: readonly Balancer[],
  services: readonly Service[],
  machines: readonly Machine[],
  networks: Networks,
  said: Said,
): Asked[] {
  const all = balancers.flatMap((balancer) => heldOn(balancer, balancers))
  const unique = all.filter(({ address }, index) => all.findIndex((one) => one.address === address) === index)
  const alone = unique.filter(({ address, device, holder }) => {
    const own = networks.networksOf(holder.name).find(({ links }) => links.get(holder.name) === device)
    const isServed = services.some(({ vip }) => vip === address)
    return !isServed && !machines.some(({ net }) => net === networks.at(address)) && isOfFamily(address, own)
  })
  for (const { place } of alone.slice(MOST_HELD))
    said.note(`not asked, as the lab asks ${MOST_HELD} held addresses`, place)
  return alone.slice(0, MOST_HELD)
}

function heldOn(balancer: Balancer, balancers: readonly Balancer[]) {
  const { instances, addresses } = balancer.part.director
  const held = instances.flatMap((one) => heldBy(one).map((each) => ({ dev: deviceOf(one), ...each })))
  return [...held, ...addresses].flatMap(({ address: text, dev: device, place }) => {
    const address = parseAddress(text)
    if (address === undefined || isLinkLocal(address)) return []
    return [{ address, device, place, holder: holderOf(address, balancers, balancer) }]
  })
}

/** A network of the lab has one family, and so have its interfaces. */
const isOfFamily = (address: Ip, net: Net | undefined): boolean =>
  net === undefined || overlaps({ address, length: 0 }, net.subnet)
