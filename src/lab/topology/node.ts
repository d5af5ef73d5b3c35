import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Address, Node } from '../types.ts'
import { addressesSchema, resolveAddresses } from './addresses.ts'
import { captureSchema, resolveCaptures } from './captures.ts'
import { resolveDaemons, serveSchema } from './daemons.ts'
import type { Host } from './host.ts'
import type { Inventory } from './inventory.ts'
import { ipvsSchema, resolveServices } from './ipvs.ts'
import { onSchema } from './links.ts'
import { gatewaySchema, resolveRoutes, routesSchema } from './routes.ts'
import { resolveSysctls, sysctlsSchema } from './sysctls.ts'

/** Everything that can be said of a node. A new facet is a schema here and its resolution below. */
const nodeSchema = z.strictObject({
  on: onSchema,
  replicas: z.int().min(1).max(250).optional().describe('Number of nodes of this role: rs1, rs2, …'),
  gateway: gatewaySchema.optional(),
  addresses: addressesSchema.optional(),
  routes: routesSchema.optional(),
  sysctls: sysctlsSchema.optional(),
  ipvs: ipvsSchema.optional(),
  serve: serveSchema.optional(),
  capture: captureSchema.optional(),
})

export type NodeSpec = z.output<typeof nodeSchema>

export const nodesSchema = z
  .record(z.string(), nodeSchema)
  .describe('Hosts and routers by role; each node is a network namespace')

export function resolveNode(spec: NodeSpec, host: Host, inventory: Inventory, findings: Findings): Node {
  const { name, role, replica, interfaces } = host
  const { addresses = {}, routes = [], gateway, sysctls = {}, ipvs = {}, serve, capture } = spec
  const held = resolveAddresses(addresses, host, inventory, findings)
  const services = resolveServices(ipvs, host, inventory, findings)
  for (const { address } of services) warnOfStranger(address, held, host, findings)
  return {
    name,
    role,
    replica,
    interfaces,
    addresses: held,
    routes: resolveRoutes(routes, gateway, host, inventory, findings),
    sysctls: resolveSysctls(sysctls, host, findings),
    ipvs: services,
    daemons: resolveDaemons(serve),
    captures: resolveCaptures(capture),
  }
}

/** IPVS takes only what the kernel takes in: packets for an address of this host. */
function warnOfStranger(
  vip: string,
  held: readonly Address[],
  { path, role }: Host,
  findings: Findings,
): void {
  if (held.some(({ cidr }) => cidr.split('/')[0] === vip)) return
  findings.warn([...path, 'ipvs'], `"${role}" has no address ${vip}: its service will see no packet`, {
    part: 'key',
  })
}
