import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import { formatAddress } from '../topology/ip.ts'
import type { RouteExpectation, SessionsExpectation } from './routing-types.ts'
import { namesOf, type Setting } from './setting.ts'

export const routeSchema = z.strictObject({
  on: z.string().describe('Node whose way it is'),
  to: z.string().describe('Address, or node, that it leads to'),
  via: z.string().optional().describe('Node that is the next hop'),
  protocol: z.enum(['bgp', 'static']).optional().describe('What brought the route into the routing daemon'),
  from: z.string().optional().describe('Neighbour whose BGP session brought it; protocol is bgp then'),
  is: z.literal('unreachable').optional().describe('There is no way, or a route that says so'),
})

export const sessionsSchema = z.strictObject({
  on: z.string().describe('Node whose BGP sessions they are'),
  sessions: z
    .union([z.string(), z.array(z.string())])
    .describe('Nodes with which one is established, and no other: roles or nodes; [] for none'),
})

export function resolveRoute(
  { on, to, via, from, is, protocol = from === undefined ? undefined : 'bgp' }: z.output<typeof routeSchema>,
  path: Path,
  { inventory, findings }: Setting,
): RouteExpectation | undefined {
  const host = inventory.one(on, [...path, 'on'])
  const address = host && inventory.resolve(to, host, [...path, 'to'])
  const named = (name: string | undefined, key: string) =>
    name === undefined ? undefined : inventory.one(name, [...path, key])?.name
  const [next, teller] = [named(via, 'via'), named(from, 'from')]
  if (is && (via ?? protocol) !== undefined)
    return findings.error([...path, 'is'], 'what is unreachable has no way to it', { part: 'key' })
  if (!host || address === undefined) return undefined
  return {
    ...{ kind: 'route', node: host.name, to: formatAddress(address), unreachable: is !== undefined },
    ...(next && { via: next }),
    ...(protocol && { protocol }),
    ...(teller && { from: teller }),
  }
}

export function resolveSessions(
  { on, sessions }: z.output<typeof sessionsSchema>,
  path: Path,
  setting: Setting,
): SessionsExpectation | undefined {
  const host = setting.inventory.one(on, [...path, 'on'])
  const names = namesOf(sessions, [...path, 'sessions'], setting)
  return host && { kind: 'bgp', node: host.name, with: names }
}
