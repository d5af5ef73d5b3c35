import { z } from 'zod'
import { keepalivedSchema, resolveKeepalived } from '../keepalived/facet.ts'
import { heldAddresses, servicesOf } from '../keepalived/services.ts'
import { programsSchema, resolvePrograms } from '../programs/facet.ts'
import type { Findings } from '../text/findings.ts'
import { addressesSchema, resolveAddresses } from './addresses.ts'
import { captureSchema, resolveCaptures } from './captures.ts'
import { certificateSchema, resolveCertificate } from './certificate.ts'
import { resolveDaemons, serveSchema } from './daemons.ts'
import type { Host } from './host.ts'
import { type Inventory, listed } from './inventory.ts'
import { ipvsSchema, resolveServices } from './ipvs.ts'
import { IPVS_DEFAULTS } from './ipvs-sysctls.ts'
import { interfacesSchema, onSchema } from './links.ts'
import { netfilterSchema, resolveNetfilter } from './netfilter.ts'
import { portsSchema, trunksSchema } from './ports.ts'
import { resolveNameServers, resolverSchema } from './resolver.ts'
import { gatewaySchema, resolveRoutes, routesSchema } from './routes.ts'
import { resolveSysctls, sysctlsSchema } from './sysctls.ts'
import { gueSchema, tunnelsSchema } from './tunnels.ts'
import type { Node } from './types.ts'
import type { VirtualService } from './virtual-service.ts'

/** Everything that can be said of a node. A new facet is a schema here and its resolution below. */
const nodeSchema = z.strictObject({
  on: onSchema,
  interfaces: interfacesSchema.optional(),
  trunks: trunksSchema.optional(),
  ports: portsSchema.optional(),
  replicas: z.int().min(1).max(250).optional().describe('Number of nodes of this role: rs1, rs2, …'),
  gateway: gatewaySchema.optional(),
  addresses: addressesSchema.optional(),
  routes: routesSchema.optional(),
  sysctls: sysctlsSchema.optional(),
  tunnels: tunnelsSchema.optional(),
  gue: gueSchema.optional(),
  iptables: netfilterSchema.optional(),
  ip6tables: netfilterSchema.optional(),
  ipvs: ipvsSchema.optional(),
  keepalived: keepalivedSchema.optional(),
  serve: serveSchema.optional(),
  daemons: programsSchema.optional(),
  certificate: certificateSchema.optional(),
  resolver: resolverSchema.optional(),
  capture: captureSchema.optional(),
})

export type NodeSpec = z.output<typeof nodeSchema>

export const nodesSchema = z
  .record(z.string(), nodeSchema)
  .describe('Hosts and routers by role; each node is a network namespace')

export function resolveNode(spec: NodeSpec, host: Host, inventory: Inventory, findings: Findings): Node {
  const { addresses = {}, routes = [], gateway, sysctls = {}, ipvs = {}, serve, capture } = spec
  const { name, role, replica, links, interfaces, tunnels } = host
  const held = resolveAddresses(addresses, host, inventory, findings)
  const keepalived = spec.keepalived && resolveKeepalived(spec.keepalived, host, findings)
  const services = [
    ...resolveServices(ipvs, host, inventory, findings),
    ...(keepalived ? servicesOf(keepalived, inventory) : []),
  ]
  const vips = [...held.map(({ cidr }) => cidr), ...(keepalived ? heldAddresses(keepalived) : [])]
  warnOfStrangers(services, vips, host, findings)
  return {
    name,
    role,
    replica,
    links,
    interfaces,
    addresses: held,
    routes: resolveRoutes(routes, gateway, host, inventory, findings),
    sysctls: {
      ...(services.length > 0 ? IPVS_DEFAULTS : {}),
      ...resolveSysctls(sysctls, host, held, findings),
    },
    tunnels,
    ...(spec.gue === undefined ? {} : { gue: spec.gue }),
    netfilter: [
      ...resolveNetfilter('ipv4', spec.iptables, [...host.path, 'iptables'], findings),
      ...resolveNetfilter('ipv6', spec.ip6tables, [...host.path, 'ip6tables'], findings),
    ],
    ipvs: services,
    daemons: resolveDaemons(serve),
    programs: resolvePrograms(spec.daemons ?? {}, host, findings),
    nameServers: spec.resolver === undefined ? [] : resolveNameServers(spec.resolver, host, inventory),
    ...(keepalived ? { keepalived } : {}),
    ...(spec.certificate === undefined ? {} : { certificate: resolveCertificate(spec.certificate) }),
    captures: resolveCaptures(capture, host, findings),
  }
}

/**
 * IPVS takes only what the kernel takes in: packets for an address of this host. A marked service may get them by a
 * route that says `local`.
 */
function warnOfStrangers(
  services: readonly VirtualService[],
  held: readonly string[],
  { path, role }: Host,
  findings: Findings,
): void {
  const own = new Set(held.map((cidr) => cidr.split('/')[0]))
  const strange = services.flatMap((one) =>
    one.protocol === 'fwmark' || own.has(one.address) ? [] : { key: one.by ?? 'ipvs', vip: one.address },
  )
  for (const [key, all] of Map.groupBy(strange, (one) => one.key)) {
    const vips = [...new Set(all.map(({ vip }) => vip))]
    const whose = vips.length === 1 ? 'its service' : 'their services'
    findings.warn([...path, key], `"${role}" has no address ${listed(vips)}: ${whose} will see no packet`, {
      part: 'key',
    })
  }
}
