import type { HeldAddress, ServiceAddress, VirtualServer, VrrpInstance } from '../../keepalived/index.ts'
import { formatAddress, type Ip, parseAddress } from '../topology/ip.ts'
import { heldBy } from './claims.ts'
import type { Said } from './said.ts'
import type { Balancer, Service, Target } from './types.ts'

/** Addresses of one range, and services of one lab, that are asked: each takes a second or more. */
const MOST_OF_A_RANGE = 2
const MOST_SERVICES = 40

/** Virtual servers by the addresses that clients ask; the same on two directors is one, held by who is master. */
export function servicesOf(balancers: readonly Balancer[], said: Said): Service[] {
  const found = new Map<string, Service>()
  for (const balancer of balancers)
    for (const service of balancer.part.director.services)
      for (const one of asked(service, balancer, balancers, said)) {
        const key = one.mark === undefined ? `${one.protocol} ${one.vip} ${one.port}` : `mark ${one.mark}`
        if (!found.has(key) || one.holder === balancer) found.set(key, one)
      }
  const all = [...found.values()]
  for (const { place, vip, port } of all.slice(MOST_SERVICES))
    said.note(
      `not asked, as the lab asks ${MOST_SERVICES} virtual servers: ${formatAddress(vip)} port ${port}`,
      place,
    )
  return all.slice(0, MOST_SERVICES)
}

function asked(
  service: VirtualServer,
  balancer: Balancer,
  balancers: readonly Balancer[],
  said: Said,
): Service[] {
  if (service.servers.length === 0) return []
  if (service.protocol === 'sctp') {
    said.note('SCTP is not asked: no client of the lab speaks it', service.place)
    return []
  }
  return service.at.flatMap((at): Service[] => {
    const { place } = at
    if (at.kind === 'fwmark')
      return [
        {
          service,
          holder: balancer,
          protocol: 'fwmark',
          vip: markedAddress(at.mark),
          port: 80,
          mark: at.mark,
          place,
        },
      ]
    return addressesOf(at, said).map((vip) => ({
      ...{ service, holder: holderOf(vip, balancers, balancer), place },
      ...{ protocol: service.protocol === 'udp' ? 'udp' : 'tcp', vip, port: at.port },
    }))
  })
}

/** Nobody says what is marked, so the lab does: what is addressed to this, of the prefix that RFC 5737 has for examples. */
const markedAddress = (mark: number): Ip => (parseAddress('192.0.2.0') as Ip) + BigInt((mark % 250) + 1)

/** First and last of a range stand for the others. */
function addressesOf(at: ServiceAddress & { readonly kind: 'address' }, said: Said): Ip[] {
  const [first, last] = [parseAddress(at.address), parseAddress(at.last)]
  if (first === undefined || last === undefined) return []
  if (last - first >= MOST_OF_A_RANGE)
    said.note(`of the range, only ${at.address} and ${formatAddress(last)} are asked`, at.place)
  return first === last ? [first] : [first, last]
}

/** Who is master of the address: the highest priority, or the first of a tie. */
export function holderOf(vip: Ip, balancers: readonly Balancer[], otherwise: Balancer): Balancer {
  const masters = balancers.flatMap((balancer) => {
    const instance = instanceOf(vip, balancer)
    return instance ? [{ balancer, priority: instance.priority }] : []
  })
  const [best] = masters.toSorted((one, other) => other.priority - one.priority)
  return best?.balancer ?? otherwise
}

/** The VRRP instance of a director that brings an address up. */
export const instanceOf = (vip: Ip, { part: { director } }: Balancer): VrrpInstance | undefined =>
  director.instances.find((one) => heldBy(one).some((held) => isAt(held, vip)))

/** Whether a director's configuration brings an address up, with VRRP or for good. */
export const isHeld = (vip: Ip, balancer: Balancer): boolean =>
  instanceOf(vip, balancer) !== undefined || balancer.part.director.addresses.some((held) => isAt(held, vip))

const isAt = ({ address }: HeldAddress, vip: Ip): boolean => parseAddress(address) === vip

/** Real servers of services, and those that stand in for all. */
export function targetsOf(services: readonly Service[]): Target[] {
  return services.flatMap((of) => {
    const { servers, sorry } = of.service
    const all = [
      ...servers.map((server) => [server, false] as const),
      ...(sorry ? [[sorry, true] as const] : []),
    ]
    return all.flatMap(([server, isSorry]) => {
      const address = parseAddress(server.address)
      return address === undefined ? [] : [{ of, server, address, isSorry }]
    })
  })
}
