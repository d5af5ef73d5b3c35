import type { Node } from '../topology/types.ts'
import type { AddressedService } from '../topology/virtual-service.ts'
import { endpointOf, type Target } from './target.ts'
import type { Probe } from './types.ts'

/** The virtual service of a director that a probe speaks to. */
export function serviceOf(target: Target | Probe, director: Node): AddressedService | undefined {
  const endpoint = endpointOf(target)
  return director.ipvs.find(
    (service): service is AddressedService =>
      service.protocol === endpoint.protocol &&
      service.address === endpoint.address &&
      service.port === endpoint.port,
  )
}

/** The same, if the probe comes from outside: what a server asks of the VIP, it answers itself. */
export function serviceFromOutside(
  probe: (Target | Probe) & { readonly from: string },
  director: Node,
): AddressedService | undefined {
  const service = serviceOf(probe, director)
  const inside = [director.name, ...(service?.servers.map((server) => server.node) ?? [])]
  return inside.includes(probe.from) ? undefined : service
}
