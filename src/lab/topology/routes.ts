import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { devicesOf, type Host } from './host.ts'
import { type Inventory, linkTo } from './inventory.ts'
import {
  bitsOf,
  type Cidr,
  familyOf,
  firstOf,
  formatAddress,
  formatCidr,
  type Ip,
  parseAddress,
  parseCidr,
} from './ip.ts'
import type { Family, Route } from './types.ts'

export const gatewaySchema = z.string().describe('Default route: the name or address of the node to send to')

const octets = (least: number, most: number) => z.int().min(least).max(most)

export const routesSchema = z
  .array(
    z.strictObject({
      to: z
        .string()
        .describe('Destination: prefix, address, node, network, or default (of the family of via)'),
      via: z.string().optional().describe('Next hop: the name or address of a node on a network of this one'),
      dev: z.string().optional().describe('Interface of this node: lo, eth0, …'),
      advmss: octets(1, 65_495)
        .optional()
        .describe('Maximum segment size that TCP announces over this route, in octets'),
      mtu: octets(68, 65_535).optional().describe('Path MTU of this route, in octets'),
    }),
  )
  .describe('Routes beside those that come with the addresses, added in this order')

type RouteSpec = z.output<typeof routesSchema>[number]

/** Routes of a node, the default route of `gateway` last. */
export function resolveRoutes(
  specs: readonly RouteSpec[],
  gateway: string | undefined,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Route[] {
  const routes = specs.flatMap((spec, index) => {
    const path = [...host.path, 'routes', index]
    return resolveRoute(spec, path, host, inventory, findings) ?? []
  })
  const at = [...host.path, 'gateway']
  const last = gateway === undefined ? undefined : defaultRoute(gateway, at, host, inventory, findings)
  const all = last ? [...routes, last] : routes
  for (const [index, { to }] of all.entries()) {
    if (all.findIndex((one) => one.to === to) === index) continue
    const path = index < routes.length ? [...host.path, 'routes', index, 'to'] : at
    findings.error(path, `"${host.role}" has a route to ${to} already`)
  }
  return all
}

function defaultRoute(
  gateway: string,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Route | undefined {
  const via = nextHop(gateway, undefined, path, host, inventory, findings)
  return via === undefined ? undefined : { to: DEFAULT[familyOf(via)], via: formatAddress(via) }
}

/** ip-route(8) takes `default` for IPv4 unless its own options say otherwise. */
const DEFAULT: Readonly<Record<Family, string>> = { IPv4: 'default', IPv6: '::/0' }

/** The destination decides which address of a next hop is meant, or the next hop which one of the destination. */
function resolveRoute(
  { to, via, dev, advmss, mtu }: RouteSpec,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Route | undefined {
  const written = prefixOf(to, inventory)
  const hop =
    via === undefined
      ? undefined
      : nextHop(via, written && familyOf(written.address), [...path, 'via'], host, inventory, findings)
  const family = hop === undefined ? undefined : familyOf(hop)
  const goal = destination(to, family, [...path, 'to'], host, inventory, findings)
  if (via === undefined && dev === undefined)
    return findings.error([...path, 'to'], 'a route needs via or dev', { part: 'key' })
  if (dev !== undefined) checkDevice(dev, [...path, 'dev'], host, findings)
  if (goal === undefined || (via !== undefined && hop === undefined)) return undefined
  if (written && family && familyOf(written.address) !== family)
    return findings.error([...path, 'via'], `${via} is no next hop to ${goal}: it is ${family}`)
  const next = { ...(hop === undefined ? {} : { via: formatAddress(hop) }), ...(dev && { dev }) }
  return { to: goal, ...next, ...(advmss && { advmss }), ...(mtu && { mtu }) }
}

/** The prefix that a destination is, whoever asks: a network, a prefix or an address. */
function prefixOf(text: string, inventory: Inventory): Cidr | undefined {
  const address = parseAddress(text)
  if (address !== undefined) return { address, length: bitsOf(address) }
  return inventory.segments.find((one) => one.name === text)?.subnet ?? parseCidr(text)
}

function destination(
  text: string,
  family: Family | undefined,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): string | undefined {
  if (text === 'default') return DEFAULT[family ?? 'IPv4']
  const prefix = prefixOf(text, inventory)
  if (prefix) return withoutHostBits(prefix, path, findings)
  if (text.includes('/')) return findings.error(path, `"${text}" is not a prefix such as 10.0.0.0/24`)
  const address = inventory.resolve(text, host, path, family)
  return address === undefined ? undefined : formatCidr({ address, length: bitsOf(address) })
}

function withoutHostBits(prefix: Cidr, path: Path, findings: Findings): string | undefined {
  const suggestion = formatCidr({ ...prefix, address: firstOf(prefix) })
  const text = formatCidr(prefix)
  if (suggestion === text) return text
  return findings.error(path, `${text} has host bits set: no route can go there`, { suggestion })
}

function nextHop(
  text: string,
  family: Family | undefined,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Ip | undefined {
  const literal = parseAddress(text)
  if (literal !== undefined) return onLink(literal, path, host, findings)
  const other = inventory.one(text, path)
  if (!other) return undefined
  if (other === host) return findings.error(path, `"${text}" cannot be its own next hop`)
  const address = inventory.shared(other, host, family)
  if (address !== undefined) return address
  const unplaced = other.own.size < other.interfaces.length || host.own.size < host.interfaces.length
  const what = family ? `${family} network` : 'network'
  return unplaced ? undefined : findings.error(path, `"${text}" is on no ${what} of "${host.role}"`)
}

function onLink(address: Ip, path: Path, host: Host, findings: Findings): Ip | undefined {
  if (linkTo(host, address) || host.own.size < host.interfaces.length) return address
  return findings.error(path, `next hop ${formatAddress(address)} is on no network of "${host.role}"`)
}

function checkDevice(dev: string, path: Path, host: Host, findings: Findings): void {
  const known = devicesOf(host)
  if (!known.includes(dev)) findings.error(path, `there is no interface "${dev}"`, { known, word: dev })
}
