import type { Director, Method, Tunnel, VirtualServer } from './model/types.ts'

/** What real servers need that no keepalived.conf sets up: the same for each of them. */
export interface Need {
  readonly method: Method
  readonly tunnel?: Tunnel['type']
  /** Addresses of the real servers, sorry servers among them. */
  readonly servers: readonly string[]
  /** With DR and TUN, the addresses that they answer as; of a range, as it is written. */
  readonly hold: readonly string[]
  /** With NAT, addresses of the director that move with VRRP and no client asks: their gateway is among them. */
  readonly gateways: readonly string[]
}

/** What the real servers of a director need, by the way packets reach them. */
export function needsOf(director: Director): Need[] {
  const targets = director.services.flatMap((service) =>
    [...service.servers, ...(service.sorry ? [service.sorry] : [])].map((server) => ({ service, server })),
  )
  const alike = Map.groupBy(targets, ({ service, server: { method, tunnel } }) =>
    [method, tunnel?.type, ...(method === 'NAT' ? [] : addressesOf(service))].join(' '),
  )
  return [...alike.values()].map((group) => {
    const [{ service, server }] = group as [(typeof targets)[number]]
    const nat = server.method === 'NAT'
    return {
      method: server.method,
      ...(server.tunnel ? { tunnel: server.tunnel.type } : {}),
      servers: [...new Set(group.map((one) => one.server.address))],
      hold: nat ? [] : addressesOf(service),
      gateways: nat ? insideAddresses(director) : [],
    }
  })
}

const addressesOf = ({ at }: VirtualServer): string[] => [
  ...new Set(
    at.flatMap((one) => {
      if (one.kind === 'fwmark') return []
      return one.last === one.address ? one.address : `${one.address}-${one.last}`
    }),
  ),
]

/** Addresses held with VRRP that no virtual server listens to. */
export function insideAddresses({ instances, services }: Director): string[] {
  const served = new Set(services.flatMap(addressesOf))
  const held = instances.flatMap(({ addresses, excluded }) => [...addresses, ...excluded])
  return held.map(({ address }) => address).filter((address) => !served.has(address))
}
