import {
  type Cidr,
  contains,
  familyOf,
  formatAddress,
  formatCidr,
  type Ip,
  parseAddress,
  parseCidr,
} from '../topology/ip.ts'
import { boundTo } from './balancers.ts'
import { heldBy } from './claims.ts'
import type { Net, Networks } from './networks.ts'
import type { Said } from './said.ts'
import type { Balancer, Machine, Target } from './types.ts'

/** A kernel of half a gibibyte holds that many with their daemons and captures. */
const MOST_MACHINES = 120

/** Machines behind the addresses of real servers. A server that is the director itself has none. */
export function machinesOf(
  targets: readonly Target[],
  balancers: readonly Balancer[],
  networks: Networks,
  said: Said,
): Machine[] {
  const mine = directorAddresses(balancers, targets)
  const usable = targets.filter((target) => isElsewhere(target, mine, said))
  const groups = [...Map.groupBy(usable, ({ address }) => address)]
  const [, crowd] = groups[MOST_MACHINES] ?? []
  if (crowd?.[0])
    said.refuse(
      crowd[0].server.place,
      `more than ${MOST_MACHINES} real servers: the lab would not fit into its kernel`,
    )
  return groups.slice(0, MOST_MACHINES).map(([address, mine]) => ({
    address,
    net: networkFor(address, mine, balancers, networks),
    targets: mine,
    further: new Map(),
    serves: new Map(),
    pages: new Map(),
  }))
}

function directorAddresses(balancers: readonly Balancer[], targets: readonly Target[]): Set<Ip> {
  const texts = balancers.flatMap(({ part: { director } }) => [
    ...director.instances.flatMap((one) => [...heldBy(one).map(({ address }) => address), one.source ?? '']),
    ...director.addresses.map(({ address }) => address),
    ...boundTo(director),
  ])
  return new Set([...texts.flatMap((text) => parseAddress(text) ?? []), ...targets.map(({ of }) => of.vip)])
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'].map((text) => parseCidr(text) as Cidr)
const NO_HOST = ['0.0.0.0/8', '224.0.0.0/3', '::/8', 'ff00::/8', 'fe80::/10'].map(
  (text) => parseCidr(text) as Cidr,
)

/** IPVS hands packets for the director itself to nobody: they arrive there without a hop that could be proven. */
function isElsewhere({ address, server, isSorry }: Target, mine: ReadonlySet<Ip>, said: Said): boolean {
  const { place } = server
  const within = (prefixes: readonly Cidr[]) => prefixes.some((prefix) => contains(prefix, address))
  const isOwn = within(LOOPBACK) || mine.has(address)
  if (isOwn && isSorry) said.note('the sorry server is the director itself, and is not asked', place)
  else if (isOwn)
    said.refuse(
      place,
      `${server.address} is the director itself: there is no way to it that packets could prove`,
    )
  else if (within(NO_HOST)) said.refuse(place, `no host can have the address ${server.address}`)
  return !isOwn && !within(NO_HOST)
}

/** With NAT and direct routing the director is on the network of the server; tunnels cross routers. */
function networkFor(
  address: Ip,
  targets: readonly Target[],
  balancers: readonly Balancer[],
  networks: Networks,
): Net {
  const direct = targets.filter(({ server }) => server.method !== 'TUN')
  const net = networks.around(address, direct.length > 0 ? 'servers' : 'site')
  const directors = balancers.filter(({ part }) =>
    direct.some(({ server }) =>
      part.director.services.some(({ servers, sorry }) =>
        [...servers, sorry].some((one) => one?.address === server.address),
      ),
    ),
  )
  for (const { name } of directors) attach(name, net, networks)
  return net
}

/** Gives a director an interface on a network that it is not on yet, by the next free name. */
export function attach(director: string, net: Net, networks: Networks): void {
  if (net.links.has(director)) return
  const used = networks.networksOf(director).map(({ links }) => links.get(director))
  const free = Array.from({ length: used.length + 1 }, (_, index) => `eth${index}`)
  net.links.set(
    director,
    free.find((name) => !used.includes(name)),
  )
}

export const familyOfVip = ({ of }: Target): 'IPv4' | 'IPv6' => familyOf(of.vip)

/** Whole prefix of one address. */
export const single = (address: Ip): string =>
  formatCidr({ address, length: familyOf(address) === 'IPv4' ? 32 : 128 })

export const endpoint = (address: Ip, port: number): string =>
  familyOf(address) === 'IPv4' ? `${formatAddress(address)}:${port}` : `[${formatAddress(address)}]:${port}`
