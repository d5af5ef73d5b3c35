import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { RealServer, VirtualService } from '../types.ts'
import { FORWARDING_METHODS, SCHEDULERS } from '../vocabulary.ts'
import type { Host } from './host.ts'
import type { Inventory } from './inventory.ts'
import { formatAddress, parseAddress } from './ipv4.ts'

export const portSchema = z.int().min(1).max(65535)

const serviceSchema = z.strictObject({
  scheduler: z.enum(SCHEDULERS).describe('How requests are given out (ipvsadm -s)'),
  forward: z.enum(FORWARDING_METHODS).describe('How packets reach the real servers: dr is direct routing'),
  servers: z
    .union([z.string(), z.array(z.string())])
    .describe('Real servers: roles, nodes or addresses, in the order of ipvsadm -a'),
  port: portSchema.optional().describe("Port of the real servers; the service's own if not given"),
  weights: z
    .array(z.int().min(0).max(65535))
    .min(1)
    .optional()
    .describe('Weights of the servers in order, repeated as often as needed; 1 if not given'),
})

export const ipvsSchema = z
  .record(z.string(), serviceSchema)
  .describe('Virtual services by `PROTOCOL ADDRESS:PORT`, for example "tcp 10.0.0.100:80"')

type ServiceSpec = z.output<typeof serviceSchema>

export function resolveServices(
  specs: z.output<typeof ipvsSchema>,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): VirtualService[] {
  return Object.entries(specs).flatMap(([key, spec]) => {
    const path = [...host.path, 'ipvs', key]
    const service = readKey(key, path, findings)
    if (!service) {
      findings.lose(path)
      return []
    }
    const servers = resolveServers(spec, service.port, host, path, inventory, findings)
    if (spec.port !== undefined && spec.port !== service.port)
      findings.warn([...path, 'port'], `direct routing cannot change the port: ${spec.port} is ignored`)
    return [{ ...service, scheduler: spec.scheduler, servers }]
  })
}

function readKey(
  key: string,
  path: Path,
  findings: Findings,
): Pick<VirtualService, 'protocol' | 'address' | 'port'> | undefined {
  const [, protocol, address = '', port] = /^(tcp|udp) ([^\s:]+):(\d+)$/.exec(key) ?? []
  const part = 'key'
  if (protocol !== 'tcp' && protocol !== 'udp')
    return findings.error(path, `"${key}" is not a service such as "tcp 10.0.0.100:80"`, { part })
  if (parseAddress(address) === undefined)
    return findings.error(path, `"${address}" is not an IPv4 address`, { part })
  if (Number(port) < 1 || Number(port) > 65535)
    return findings.error(path, `a port is 1 to 65535, not ${port}`, { part })
  return { protocol, address, port: Number(port) }
}

function resolveServers(
  spec: ServiceSpec,
  servicePort: number,
  director: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): RealServer[] {
  const given = Array.isArray(spec.servers)
    ? spec.servers.map((text, index) => ({ text, at: [...path, 'servers', index] }))
    : [{ text: spec.servers, at: [...path, 'servers'] }]
  const seen = new Set<string>()
  const found = given.flatMap(({ text, at }) => {
    const servers = serversNamed(text, director, at, inventory, findings)
    return servers.filter(({ address }) => {
      if (seen.has(address)) findings.error(at, `${address} is a server of this service already`)
      return !seen.has(address) && seen.add(address)
    })
  })
  if (found.length === 0 && given.length > 0) findings.lose([...path, 'servers'])
  const weights = spec.weights ?? [1]
  const common = { port: spec.port ?? servicePort, method: spec.forward }
  return found.map((server, index) => ({
    ...server,
    ...common,
    weight: weights[index % weights.length] ?? 1,
  }))
}

/** Servers behind a role, a node or an address; an address that no node owns has no node. */
function serversNamed(
  text: string,
  director: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): { node?: string; address: string }[] {
  const literal = parseAddress(text)
  if (literal !== undefined) {
    const owner = inventory.owner(literal)
    return [{ ...(owner ? { node: owner.name } : {}), address: text }]
  }
  if (/^[\d.]+$/.test(text)) return findings.error(path, `"${text}" is not an IPv4 address`) ?? []
  return inventory.all(text, path).flatMap((host) => {
    const address = inventory.addressOf(host, director)
    return address === undefined ? [] : [{ node: host.name, address: formatAddress(address) }]
  })
}
