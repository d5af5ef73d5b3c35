import type { Director, HeldAddress, VrrpInstance } from '../../keepalived/index.ts'
import { bitsOf, type Cidr, contains, type Ip, parseAddress, parseCidr } from '../topology/ip.ts'

/** An address that tells what network an interface is on. */
export interface Claim {
  readonly device: string
  readonly cidr: Cidr
  /** The director's own address, and not one that it holds or a neighbour's. */
  readonly own: boolean
}

/** Where nothing names an interface, keepalived takes this one. */
const USUAL_DEVICE = 'eth0'

export const deviceOf = (one: VrrpInstance): string => one.interface ?? USUAL_DEVICE

/** Every interface that a configuration names, in the order of the file's blocks. */
export function devicesOf({ instances, addresses, routes, sync }: Director): string[] {
  const named = [
    ...instances.flatMap((one) => [
      deviceOf(one),
      ...heldBy(one).map(({ dev }) => dev),
      ...one.trackedInterfaces.map(({ name }) => name),
      ...one.routes.map(({ dev }) => dev),
    ]),
    ...addresses.map(({ dev }) => dev),
    ...routes.map(({ dev }) => dev),
    sync?.interface,
  ]
  const devices = [...new Set(named.filter((name) => name !== undefined))]
  return devices.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}

export const heldBy = ({ addresses, excluded }: VrrpInstance): HeldAddress[] => [...addresses, ...excluded]

/** What the configuration says of its interfaces' networks: own addresses first, then held ones, then next hops. */
export function claimsOf({ instances, addresses, routes }: Director): Claim[] {
  const own = instances.flatMap((one) => claim(deviceOf(one), one.source, true))
  const held = instances.flatMap((one) =>
    heldBy(one).flatMap(({ address, prefix, dev }) => claim(dev ?? deviceOf(one), `${address}/${prefix}`)),
  )
  const fixed = addresses.flatMap(({ address, prefix, dev }) => claim(dev, `${address}/${prefix}`))
  const hops = [...instances.flatMap((one) => one.routes), ...routes].flatMap(({ via, dev }) =>
    via.flatMap((hop) => claim(dev, hop)),
  )
  return [...own, ...held, ...fixed, ...hops]
}

function claim(device: string | undefined, text: string | undefined, own = false): Claim[] {
  if (device === undefined || text === undefined) return []
  const address = parseAddress(text)
  const cidr = address === undefined ? parseCidr(text) : { address, length: bitsOf(address) }
  return cidr && !isLinkLocal(cidr.address) ? [{ device, cidr, own }] : []
}

const LINK_LOCAL = parseCidr('fe80::/10') as Cidr

export const isLinkLocal = (address: Ip): boolean => contains(LINK_LOCAL, address)

/** Prefix length of a network of which nothing but an address is known. */
export const usualLength = (address: Ip): number => (bitsOf(address) === 32 ? 24 : 64)

/** The network that claims on one interface speak for: the widest prefix that holds the first address, or the usual. */
export function subnetOf(claims: readonly Claim[]): Cidr | undefined {
  const [first] = claims
  if (!first) return undefined
  const { address } = first.cidr
  const given = claims
    .map(({ cidr }) => cidr)
    .filter((cidr) => cidr.length < bitsOf(cidr.address) && contains(cidr, address))
  const length = Math.min(...given.map((cidr) => cidr.length))
  return { address, length: given.length > 0 ? length : usualLength(address) }
}
