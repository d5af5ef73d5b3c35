import type { ServiceAddress, Tunnel, VirtualServer, RealServer as Written } from '../../keepalived/index.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress, type Ip, parseAddress } from '../topology/ip.ts'
import type {
  Encapsulation,
  ForwardingMethod,
  RealServer,
  VirtualService,
} from '../topology/virtual-service.ts'
import type { Configured } from './types.ts'

/** Addresses that keepalived brings up when it is master, or at once. */
export const heldAddresses = ({ director }: Configured): string[] =>
  [...director.instances.flatMap((one) => [...one.addresses, ...one.excluded]), ...director.addresses].map(
    ({ address }) => address,
  )

/** A range may hold many more, and nobody looks at each of them. */
const MOST_OF_A_RANGE = 64

/** The virtual services that keepalived makes of its configuration, all real servers alive. */
export function servicesOf({ director }: Configured, inventory: Inventory): VirtualService[] {
  return director.services.flatMap((service) => service.at.flatMap((at) => atAddress(service, at, inventory)))
}

function atAddress(service: VirtualServer, at: ServiceAddress, inventory: Inventory): VirtualService[] {
  const { protocol, scheduler, flags, persistentSeconds } = service
  const settings = {
    by: 'keepalived' as const,
    scheduler,
    options: flags,
    ...(persistentSeconds === undefined ? {} : { persistent: persistentSeconds }),
    servers: service.servers.map((server) => toServer(server, inventory)),
  }
  if (at.kind === 'fwmark') return [{ protocol: 'fwmark', mark: at.mark, ...settings }]
  if (protocol === 'sctp') return []
  return addressesFrom(at).map((address) => ({ protocol, address, port: at.port, ...settings }))
}

function addressesFrom({ address, last }: { readonly address: string; readonly last: string }): string[] {
  const [first, end] = [parseAddress(address), parseAddress(last)]
  if (first === undefined || end === undefined) return []
  const count = Math.min(Number(end - first) + 1, MOST_OF_A_RANGE)
  return Array.from({ length: count }, (_, index) => formatAddress(first + BigInt(index)))
}

const METHODS: Readonly<Record<Written['method'], ForwardingMethod>> = { NAT: 'nat', DR: 'dr', TUN: 'tun' }

function toServer({ address, port, weight, method, tunnel }: Written, inventory: Inventory): RealServer {
  const ip = parseAddress(address) as Ip
  const node = inventory.owner(ip)?.name
  return {
    ...(node === undefined ? {} : { node }),
    address: formatAddress(ip),
    port,
    weight,
    method: METHODS[method],
    ...(tunnel ? { tunnel: encapsulation(tunnel) } : {}),
  }
}

function encapsulation({ type, port = 0, checksum }: Tunnel): Encapsulation {
  if (type === 'ipip') return { type }
  const sums = checksum === 'csum'
  return type === 'gre' ? { type, checksum: sums } : { type, port, checksum: sums }
}
