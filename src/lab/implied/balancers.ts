import { type Director, insideAddresses } from '../../keepalived/index.ts'
import type { Place } from '../../text/source.ts'
import { contains, familyOf, formatCidr, type Ip, parseAddress } from '../topology/ip.ts'
import { nameProblem } from '../topology/names.ts'
import { type Claim, claimsOf, devicesOf, heldBy, isLinkLocal, subnetOf } from './claims.ts'
import type { Net, Networks } from './networks.ts'
import type { Said } from './said.ts'
import type { Balancer, Part } from './types.ts'

/** Directors with names for their nodes: that of the namespace or of the id, where it can be one. */
export function balancersOf(parts: readonly Part[]): Balancer[] {
  const ids = parts.flatMap(({ director }) => director.ids)
  const taken = new Set<string>()
  return parts.map((part, index) => {
    const { namespace, id } = part.director
    const usual = parts.length === 1 ? ['director', 'lb'] : [`lb${index + 1}`, `director${index + 1}`]
    const others = usual.filter((name) => !ids.includes(name))
    const wanted = [namespace?.name, id.toLowerCase(), ...others, `balancer${index + 1}`]
    const name = wanted.find((one) => one !== undefined && isFree(one, taken)) as string
    taken.add(name)
    return { name, part }
  })
}

const isFree = (name: string, taken: ReadonlySet<string>): boolean =>
  nameProblem(name, `${name}-eth99`) === undefined && !taken.has(name)

/** Puts every interface that a configuration names on a network: the one that its addresses speak for, or one made up. */
export function connectBalancer(
  { name, part: { director } }: Balancer,
  networks: Networks,
  said: Said,
): void {
  const claims = Map.groupBy(claimsOf(director), ({ device }) => device)
  for (const device of devicesOf(director)) {
    const mine = claims.get(device) ?? []
    const subnet = subnetOf(mine)
    if (device.includes('.'))
      said.note(
        `${device} is a link of its own in the lab: its frames have no VLAN tag`,
        placeOf(device, director),
      )
    if (subnet && networks.join(name, device, subnet, 'lan')) warnOfOther(mine, device, director, said)
    else tellInvented(device, director, networks.invent(name, device), mine, said)
  }
}

/** A network of a lab has one family. */
function warnOfOther(
  claims: readonly Claim[],
  device: string,
  { instances, addresses }: Director,
  said: Said,
): void {
  const family = claims[0] && familyOf(claims[0].cidr.address)
  const other = claims.find(({ cidr }) => familyOf(cidr.address) !== family)
  if (!other) return
  const place = [...instances.flatMap((one) => [...one.addresses, ...one.excluded]), ...addresses].find(
    ({ address }) => parseAddress(address) === other.cidr.address,
  )?.place
  said.note(
    `${device} has addresses of both families, and a network of the lab has one: those of ${familyOf(other.cidr.address)} are not asked`,
    place,
  )
}

function tellInvented(
  device: string,
  director: Director,
  { net, isNew }: { readonly net: Net; readonly isNew: boolean },
  claims: readonly Claim[],
  said: Said,
): void {
  if (!isNew) return
  const why =
    claims.length > 0 ? 'has only addresses of a network that another interface is on' : 'has no address'
  said.note(
    `${device} ${why} in the configuration: the lab puts it on a network of its own, ${formatCidr(net.subnet)}`,
    placeOf(device, director),
  )
}

/** Where a configuration names an interface. */
function placeOf(device: string, { instances, addresses, sync }: Director): Place | undefined {
  const held = [...instances.flatMap(heldBy), ...addresses].find(({ dev }) => dev === device)
  const tracked = instances.flatMap((one) => one.trackedInterfaces).find(({ name }) => name === device)
  const route = instances.flatMap((one) => one.routes).find(({ dev }) => dev === device)
  const own = instances.find((one) => one.interface === device)?.given.get('interface')
  return own ?? (held ?? tracked ?? route ?? sync)?.place
}

/** The director's own addresses by network, where the configuration says them; its partner's are among the peers. */
export function ownAddresses({ part: { director } }: Balancer, net: Net): Ip | undefined {
  const said = [...director.instances.map(({ source }) => source), ...boundTo(director)]
  return said
    .flatMap((text) => parseAddress(text ?? '') ?? [])
    .find((address) => contains(net.subnet, address) && !isLinkLocal(address))
}

/** Addresses that checks are sent from. */
export const boundTo = ({ services }: Director): string[] =>
  services.flatMap(({ servers }) =>
    servers.flatMap(({ checkers }) => checkers.flatMap(({ from }) => from ?? [])),
  )

/** What servers of NAT on a network have for their gateway, so that it moves along: a held address that no client asks. */
export function gatewayOn({ part: { director } }: Balancer, net: Net): string | undefined {
  return insideAddresses(director).find((text) => {
    const address = parseAddress(text)
    return address !== undefined && contains(net.subnet, address)
  })
}
