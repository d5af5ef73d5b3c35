import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Route } from '../types.ts'
import type { Host } from './host.ts'
import { type Inventory, linkTo } from './inventory.ts'
import { firstOf, formatAddress, formatCidr, parseAddress, parseCidr } from './ipv4.ts'

export const gatewaySchema = z.string().describe('Default route: the name or address of the node to send to')

export const routesSchema = z
  .array(
    z.strictObject({
      to: z.string().describe('Destination: prefix, address, node, network, or default'),
      via: z.string().optional().describe('Next hop: the name or address of a node on a network of this one'),
      dev: z.string().optional().describe('Interface of this node: lo, eth0, …'),
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
  const via =
    gateway === undefined ? undefined : nextHop(gateway, [...host.path, 'gateway'], host, inventory, findings)
  const all = via === undefined ? routes : [...routes, { to: 'default', via }]
  for (const [index, { to }] of all.entries()) {
    if (all.findIndex((one) => one.to === to) === index) continue
    const path = index < routes.length ? [...host.path, 'routes', index, 'to'] : [...host.path, 'gateway']
    findings.error(path, `"${host.role}" has a route to ${to} already`)
  }
  return all
}

function resolveRoute(
  spec: RouteSpec,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Route | undefined {
  const to = destination(spec.to, [...path, 'to'], host, inventory, findings)
  const via =
    spec.via === undefined ? undefined : nextHop(spec.via, [...path, 'via'], host, inventory, findings)
  if (spec.via === undefined && spec.dev === undefined)
    return findings.error([...path, 'to'], 'a route needs via or dev', { part: 'key' })
  if (spec.dev !== undefined) checkDevice(spec.dev, [...path, 'dev'], host, findings)
  if (to === undefined || (spec.via !== undefined && via === undefined)) return undefined
  return { to, ...(via === undefined ? {} : { via }), ...(spec.dev === undefined ? {} : { dev: spec.dev }) }
}

function destination(
  text: string,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): string | undefined {
  if (text === 'default') return text
  const segment = inventory.segments.find((one) => one.name === text)
  if (segment) return formatCidr(segment.subnet)
  if (text.includes('/')) return prefix(text, path, findings)
  const address = inventory.resolve(text, host, path)
  return address === undefined ? undefined : `${formatAddress(address)}/32`
}

function prefix(text: string, path: Path, findings: Findings): string | undefined {
  const cidr = parseCidr(text)
  if (!cidr) return findings.error(path, `"${text}" is not an IPv4 prefix such as 10.0.0.0/24`)
  const suggestion = formatCidr({ ...cidr, address: firstOf(cidr) })
  if (suggestion === formatCidr(cidr)) return suggestion
  return findings.error(path, `${text} has host bits set: no route can go there`, { suggestion })
}

function nextHop(
  text: string,
  path: Path,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): string | undefined {
  const literal = parseAddress(text)
  if (literal !== undefined) return onLink(literal, path, host, findings)
  const other = inventory.one(text, path)
  if (!other) return undefined
  if (other === host) return findings.error(path, `"${text}" cannot be its own next hop`)
  const address = inventory.shared(other, host)
  if (address !== undefined) return formatAddress(address)
  const unplaced = other.own.size < other.interfaces.length || host.own.size < host.interfaces.length
  return unplaced ? undefined : findings.error(path, `"${text}" is on no network of "${host.role}"`)
}

function onLink(address: number, path: Path, host: Host, findings: Findings): string | undefined {
  const text = formatAddress(address)
  if (linkTo(host, address) || host.own.size < host.interfaces.length) return text
  return findings.error(path, `next hop ${text} is on no network of "${host.role}"`)
}

function checkDevice(dev: string, path: Path, host: Host, findings: Findings): void {
  const known = ['lo', ...host.interfaces.map((link) => link.name)]
  if (!known.includes(dev)) findings.error(path, `there is no interface "${dev}"`, { known, word: dev })
}
