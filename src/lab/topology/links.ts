import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Interface } from '../types.ts'
import type { LinkSpec, Member } from './host.ts'
import type { Segment } from './networks.ts'

export const onSchema = z
  .union([
    z.string(),
    z.array(z.string()).min(1),
    z.record(z.string(), z.string().describe('Address on that network (replicas count on from it), or auto')),
  ])
  .describe('Networks that the node is on, eth0 first; a map gives addresses: { lan: 10.0.0.7 }')

export type OnSpec = z.output<typeof onSchema>

export function linksOf(on: OnSpec, path: Path): LinkSpec[] {
  if (typeof on === 'string') return [{ network: on, path }]
  if (Array.isArray(on)) return on.map((network, index) => ({ network, path: [...path, index] }))
  return Object.entries(on).map(([network, address]) => {
    const at = { network, path: [...path, network] }
    return address === 'auto' ? at : { ...at, address }
  })
}

/** Interfaces of a node, one a network: eth0, eth1, … in the order of `on`. */
export function resolveLinks(
  member: Member,
  segments: readonly Segment[],
  mac: (role: string, replica: number, index: number) => string,
  findings: Findings,
): Interface[] {
  return member.links.map(({ network, path }, index, all) => {
    checkNetwork(network, path, segments, findings)
    const twice = all.findIndex((one) => one.network === network) < index
    if (twice) findings.error(path, `"${member.role}" is on network "${network}" already`)
    const name = `eth${index}`
    return { name, network, port: `${member.name}-${name}`, mac: mac(member.role, member.replica, index) }
  })
}

function checkNetwork(network: string, path: Path, segments: readonly Segment[], findings: Findings): void {
  const known = segments.map((segment) => segment.name)
  if (known.includes(network) || findings.lost(['networks', network])) return
  findings.error(path, `there is no network "${network}"`, { part: 'key', known, word: network })
}
