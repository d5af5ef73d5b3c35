import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { RealServer, VirtualService } from '../types.ts'
import { FORWARDING_METHODS, SCHEDULERS } from '../vocabulary.ts'
import { bracketsRemedy, splitEndpoint } from './endpoint.ts'
import type { Host } from './host.ts'
import { type Inventory, isLikeAddress } from './inventory.ts'
import { familyOf, formatAddress, type Ip, parseAddress } from './ip.ts'

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
    const servers = resolveServers(spec, service, host, path, inventory, findings)
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
  const [, protocol, rest = ''] = /^(tcp|udp) (.+)$/.exec(key) ?? []
  const endpoint = splitEndpoint(rest)
  const part = 'key'
  if ((protocol !== 'tcp' && protocol !== 'udp') || !endpoint) return notService(key, path, findings)
  const { host, port } = endpoint
  const address = parseAddress(host)
  if (address === undefined) return findings.error(path, `"${host}" is not an IP address`, { part })
  if (port < 1 || port > 65535) return findings.error(path, `a port is 1 to 65535, not ${port}`, { part })
  return { protocol, address: formatAddress(address), port }
}

function notService(key: string, path: Path, findings: Findings): undefined {
  const remedy = bracketsRemedy(key)
  const message = `"${key}" is not a service such as "tcp 10.0.0.100:80"`
  findings.error(path, message, { part: 'key', ...(remedy && { remedy }) })
}

function resolveServers(
  spec: ServiceSpec,
  service: Pick<VirtualService, 'address' | 'port'>,
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
    const servers = serversNamed(text, service.address, director, at, inventory, findings)
    return servers.filter(({ address }) => {
      if (seen.has(address)) findings.error(at, `${address} is a server of this service already`)
      return !seen.has(address) && seen.add(address)
    })
  })
  if (found.length === 0 && given.length > 0) findings.lose([...path, 'servers'])
  const weights = spec.weights ?? [1]
  const common = { port: spec.port ?? service.port, method: spec.forward }
  return found.map((server, index) => ({
    ...server,
    ...common,
    weight: weights[index % weights.length] ?? 1,
  }))
}

/** Servers behind a role, a node or an address; an address that no node owns has no node. */
function serversNamed(
  text: string,
  vip: string,
  director: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): { node?: string; address: string }[] {
  const literal = parseAddress(text)
  if (literal !== undefined) {
    const owner = inventory.owner(literal)
    return [{ ...(owner ? { node: owner.name } : {}), address: formatAddress(literal) }]
  }
  if (isLikeAddress(text)) return findings.error(path, `"${text}" is not an IP address`) ?? []
  const family = familyOf(parseAddress(vip) as Ip)
  return inventory.all(text, path).flatMap((host) => {
    const address = inventory.addressOf(host, director, family)
    if (address !== undefined) return [{ node: host.name, address: formatAddress(address) }]
    const unplaced = host.own.size < host.interfaces.length
    return unplaced ? [] : (findings.error(path, `"${host.name}" has no ${family} address`) ?? [])
  })
}
