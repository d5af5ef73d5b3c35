import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { FORWARDING_METHODS } from '../vocabulary.ts'
import { type EncapsulationSpec, encapsulationSchema, resolveEncapsulation } from './encapsulation.ts'
import type { Host } from './host.ts'
import { type Inventory, isLikeAddress } from './inventory.ts'
import { familyOf, formatAddress, parseAddress } from './ip.ts'
import { portSchema } from './port.ts'
import type { Family } from './types.ts'
import type { AddressedService, ForwardingMethod, MarkedService, RealServer } from './virtual-service.ts'

/** What can be said of all servers of a service, and of each. */
export const forwardingKeys = {
  forward: z
    .enum(FORWARDING_METHODS)
    .optional()
    .describe('How packets reach the real servers: dr is direct routing, nat masquerading, tun tunnelling'),
  port: portSchema.optional().describe("Port of the real servers; the service's own if not given"),
  tunnel: encapsulationSchema.optional(),
}

const weight = z.int().min(0).max(65535)

const serverSchema = z.union([
  z.string(),
  z.strictObject({
    to: z.string().describe('Role, node or address'),
    ...forwardingKeys,
    weight: weight.optional().describe('Weight (ipvsadm -w), instead of one of weights'),
  }),
])

export const serverKeys = {
  ...forwardingKeys,
  servers: z
    .union([z.string(), z.array(serverSchema)])
    .describe('Real servers: roles, nodes or addresses, in the order of ipvsadm -a; or { to, forward, … }'),
  weights: z
    .array(weight)
    .min(1)
    .optional()
    .describe('Weights of the servers in order, repeated as often as needed; 1 if not given'),
}

const serversSchema = z.strictObject(serverKeys)
/** What a service is known by. */
export type ServiceKey =
  | Pick<AddressedService, 'protocol' | 'address' | 'port'>
  | Pick<MarkedService, 'protocol' | 'mark'>

type ServersSpec = z.output<typeof serversSchema>

/** One entry of `servers`, with what it says itself, and where each key is written that counts for it. */
interface Entry {
  readonly text: string
  readonly at: Path
  readonly weight?: number | undefined
  readonly forward?: ForwardingMethod | undefined
  readonly port?: number | undefined
  readonly tunnel?: EncapsulationSpec | undefined
  /** Whether the entry says itself what it is wrapped in. */
  readonly own: boolean
  /** Path of the entry or of the service, whichever says the key. */
  readonly said: (key: 'forward' | 'port' | 'tunnel') => Path
}

export function resolveServers(
  spec: ServersSpec,
  service: ServiceKey,
  director: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): RealServer[] {
  const entries = entriesOf(spec, path)
  const vip = service.protocol === 'fwmark' ? undefined : parseAddress(service.address)
  const family = vip === undefined ? undefined : familyOf(vip)
  checkTunnels(entries, findings)
  const seen = new Set<string>()
  const found = entries.flatMap((entry) => {
    const common = settingsOf(entry, service, findings)
    const servers = serversNamed(entry.text, family, director, entry.at, inventory, findings)
    const fresh = servers.filter(({ address }) => {
      if (seen.has(address)) findings.error(entry.at, `${address} is a server of this service already`)
      return !seen.has(address) && seen.add(address)
    })
    return common ? fresh.map((server) => ({ ...server, ...common, weight: entry.weight })) : []
  })
  if (found.length === 0 && entries.length > 0) findings.lose([...path, 'servers'])
  const weights = spec.weights ?? [1]
  return found.map((server, index) => ({
    ...server,
    weight: server.weight ?? weights[index % weights.length] ?? 1,
  }))
}

function entriesOf({ servers, ...service }: ServersSpec, path: Path): Entry[] {
  const list = typeof servers === 'string' ? [servers] : servers
  return list.map((one, index) => {
    const at = typeof servers === 'string' ? [...path, 'servers'] : [...path, 'servers', index]
    const own = typeof one === 'string' ? { to: one } : one
    const said: Entry['said'] = (key) => (key in own ? [...at, key] : [...path, key])
    const { to, ...rest } = own
    const place = { at: typeof one === 'string' ? at : [...at, 'to'], own: 'tunnel' in own, said }
    return { ...service, ...rest, text: to, ...place }
  })
}

/** An encapsulation that a server is given itself, or that nobody in the service makes use of, is a mistake. */
function checkTunnels(entries: readonly Entry[], findings: Findings): void {
  const needless = entries.filter(({ tunnel, forward }) => tunnel !== undefined && forward !== 'tun')
  const common = needless.length === entries.length ? needless.slice(0, 1) : []
  for (const { said } of new Set([...needless.filter(({ own }) => own), ...common]))
    findings.error(said('tunnel'), 'only forward: tun wraps packets', { part: 'key' })
}

function settingsOf(
  { forward, port, tunnel, at, said }: Entry,
  service: ServiceKey,
  findings: Findings,
): Pick<RealServer, 'method' | 'port' | 'tunnel'> | undefined {
  if (forward === undefined) {
    if (findings.lost(said('forward'))) return undefined
    const remedy = `Say forward: ${FORWARDING_METHODS.join(', ')}; of the service or of the server.`
    return findings.error(at, 'nobody says how packets reach this server', { remedy })
  }
  const servicePort = service.protocol === 'fwmark' ? 0 : service.port
  if (port !== undefined && port !== servicePort) warnOfPort(forward, port, said('port'), findings)
  const common = { method: forward, port: port ?? servicePort }
  if (forward !== 'tun') return common
  const wrapped = resolveEncapsulation(tunnel ?? 'ipip', said('tunnel'), findings)
  return wrapped && { ...common, tunnel: wrapped }
}

const CANNOT_MAP = { dr: 'direct routing', tun: 'tunnelling' } as const

/** ip_vs_dr_xmit and ip_vs_tunnel_xmit leave the packet as it is (net/netfilter/ipvs/ip_vs_xmit.c). */
function warnOfPort(forward: ForwardingMethod, port: number, path: Path, findings: Findings): void {
  if (forward === 'nat') return
  findings.warn(path, `${CANNOT_MAP[forward]} cannot change the port: ${port} is ignored`)
}

/** Servers behind a role, a node or an address; an address that no node owns has no node. */
function serversNamed(
  text: string,
  family: Family | undefined,
  director: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): { node?: string; address: string }[] {
  const literal = parseAddress(text)
  if (literal !== undefined) {
    if (family && familyOf(literal) !== family)
      return findings.error(path, `${text} is ${familyOf(literal)}, and the service is ${family}`) ?? []
    const owner = inventory.owner(literal)
    return [{ ...(owner ? { node: owner.name } : {}), address: formatAddress(literal) }]
  }
  if (isLikeAddress(text)) return findings.error(path, `"${text}" is not an IP address`) ?? []
  return inventory.all(text, path).flatMap((host) => {
    const address = inventory.addressOf(host, director, family)
    if (address !== undefined) return [{ node: host.name, address: formatAddress(address) }]
    const unplaced = host.own.size < host.interfaces.length
    return unplaced ? [] : (findings.error(path, `"${host.name}" has no ${family} address`) ?? [])
  })
}
