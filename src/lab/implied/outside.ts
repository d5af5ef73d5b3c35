import { familyOf, formatAddress, type Ip } from '../topology/ip.ts'
import type { Family } from '../topology/types.ts'
import type { Net } from './networks.ts'
import { clientOf, forwarding, hopsOn, ROUTER, routeTo, upstreamOf } from './router.ts'
import { sourcesFor } from './traffic.ts'
import type { Asked, NodeFile, Pieces, Service } from './types.ts'

/** Prefixes that stand for the world outside (RFC 5737, RFC 3849). */
const OUTSIDE: Readonly<Record<Family, readonly string[]>> = {
  IPv4: ['203.0.113.0/24', '198.51.100.0/24'],
  IPv6: ['2001:db8:c::/64', 'fd00:c::/64'],
}
const FAMILIES = ['IPv4', 'IPv6'] as const

/** A client of each family on a network of its own, and the router between them and every address that they ask. */
export function outsideNodes(pieces: Pieces): Record<string, NodeFile> {
  const { services, held, networks } = pieces
  const asked = [...services.map(({ vip, holder }) => ({ address: vip, holder })), ...held]
  const families = FAMILIES.filter((family) => asked.some(({ address }) => familyOf(address) === family))
  const inner = innerNets(asked, pieces)
  const outer = families.map((family) =>
    networks.apart(OUTSIDE[family], family === 'IPv4' ? 'outside' : 'outside6'),
  )
  const clients = families.map((family, index) => [
    clientOf(family),
    clientNode(outer[index] as Net, services),
  ])
  return {
    ...Object.fromEntries(clients),
    [ROUTER]: routerNode([...outer, ...inner], asked, pieces),
  }
}

const FIRST_SOURCE = { IPv4: 101n, IPv6: 0x101n }

/** As many addresses as tell persistence from chance. */
function clientNode({ name, subnet }: Net, services: readonly Service[]): NodeFile {
  const family = familyOf(subnet.address)
  const counts = services.filter(({ vip }) => familyOf(vip) === family).map(sourcesFor)
  const first = subnet.address + FIRST_SOURCE[family]
  const further = Array.from(
    { length: Math.max(1, ...counts) - 1 },
    (_, index) => `${formatAddress(first + BigInt(index))}/${subnet.length}`,
  )
  return { on: name, gateway: ROUTER, ...(further.length > 0 ? { addresses: { eth0: further } } : {}) }
}

/** Networks with addresses that clients ask, and those from which servers reply to clients by themselves. */
function innerNets(asked: readonly Asked[], { machines, services, networks }: Pieces): Net[] {
  const replying = machines.filter(({ targets }) => targets.some(({ server }) => server.method !== 'NAT'))
  const upstream = asked.flatMap(({ address, holder }) => {
    const net = networks.at(address)
    return net?.links.has(holder.name) ? net : (upstreamOf(holder, services, networks) ?? [])
  })
  return [...new Set([...upstream, ...replying.map(({ net }) => net)])]
}

function routerNode(nets: readonly Net[], asked: readonly Asked[], pieces: Pieces): NodeFile {
  const { services, machines, balancers, networks } = pieces
  const taken = new Set([...asked, ...machines].map(({ address }) => address))
  const hops = nets.map((net) => hopsOn(net, balancers, taken))
  const further = nets.flatMap(({ subnet }, index) => {
    const others = (hops[index] ?? []).slice(1).map((hop) => `${formatAddress(hop)}/${subnet.length}`)
    return others.length > 0 ? [[`eth${index}`, others] as const] : []
  })
  const routes = asked.flatMap(({ address, holder }) => {
    const upstream = upstreamOf(holder, services, networks)
    const route = upstream && routeTo(address, holder, upstream, networks)
    return route ? [route] : []
  })
  return {
    on: Object.fromEntries(nets.map((net, index) => [net.name, addressText(hops[index]?.[0])])),
    ...(further.length > 0 ? { addresses: Object.fromEntries(further) } : {}),
    ...(routes.length > 0 ? { routes: unique(routes) } : {}),
    sysctls: forwarding(nets),
  }
}

const addressText = (address: Ip | undefined): string =>
  address === undefined ? 'auto' : formatAddress(address)

const unique = <T extends Readonly<Record<string, string>>>(routes: readonly T[]): T[] =>
  routes.filter(({ to }, index) => routes.findIndex((one) => one.to === to) === index)
