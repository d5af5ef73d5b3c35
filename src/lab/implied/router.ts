import { type Cidr, contains, familyOf, formatAddress, type Ip, parseAddress } from '../topology/ip.ts'
import type { Family } from '../topology/types.ts'
import { heldBy } from './claims.ts'
import { single } from './machines.ts'
import type { Net, Networks } from './networks.ts'
import type { Balancer, Service } from './types.ts'

export const ROUTER = 'router'

/** Node that asks addresses of a family. */
export const clientOf = (family: Family): string => (family === 'IPv4' ? 'client' : 'client6')

export const clientFor = (address: Ip): string => clientOf(familyOf(address))

/** Next hops that configurations name on a network: addresses of the router there. */
export function hopsOn({ subnet }: Net, balancers: readonly Balancer[], taken: ReadonlySet<Ip>): Ip[] {
  const texts = balancers.flatMap(({ part: { director } }) =>
    [...director.routes, ...director.instances.flatMap(({ routes }) => routes)].flatMap(({ via }) => via),
  )
  const hops = texts.flatMap((text) => parseAddress(text) ?? [])
  return [...new Set(hops)].filter((hop) => isHost(hop, subnet) && !taken.has(hop))
}

const isHost = (address: Ip, subnet: Cidr): boolean => contains(subnet, address)

/** The network by which the router reaches a director: one with an address that clients ask, or its first. */
export function upstreamOf(
  holder: Balancer,
  services: readonly Service[],
  networks: Networks,
): Net | undefined {
  const own = networks.networksOf(holder.name)
  return (
    own.find((net) => services.some((one) => one.holder === holder && contains(net.subnet, one.vip))) ??
    own[0]
  )
}

/** What the router needs to be told to find an address that is on none of its networks: by whom it is held. */
export function routeTo(
  vip: Ip,
  holder: Balancer,
  upstream: Net,
  networks: Networks,
): Readonly<Record<string, string>> | undefined {
  if (networks.at(vip)?.links.has(holder.name)) return undefined
  const moving = holder.part.director.instances
    .flatMap(heldBy)
    .flatMap(({ address }) => parseAddress(address) ?? [])
    .find((held) => held !== vip && contains(upstream.subnet, held))
  return { to: single(vip), via: moving === undefined ? holder.name : formatAddress(moving) }
}

/** What makes a node on these networks forward, in each of their families. */
export function forwarding(nets: readonly Net[]): Record<string, number> {
  const families = new Set(nets.map(({ subnet }) => familyOf(subnet.address)))
  return {
    ...(families.has('IPv4') ? { 'ipv4.ip_forward': 1 } : {}),
    ...(families.has('IPv6') ? { 'ipv6.conf.all.forwarding': 1 } : {}),
  }
}
