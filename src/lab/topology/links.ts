import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { LinkSpec, Member } from './host.ts'
import type { Segment } from './networks.ts'
import type { Interface } from './types.ts'

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

export const interfacesSchema = z
  .array(z.string())
  .describe('Names of the interfaces in the order of `on`; eth0, eth1, … if not given')

/** Interfaces of a node, one a network, in the order of `on`: by their names, or eth0, eth1, … */
export function resolveLinks(
  member: Member,
  names: readonly string[] | undefined,
  segments: readonly Segment[],
  mac: (role: string, replica: number, index: number) => string,
  findings: Findings,
): Interface[] {
  if (names) checkNames(names, member, findings)
  return member.links.map(({ network, path }, index, all) => {
    checkNetwork(network, path, segments, findings)
    const twice = all.findIndex((one) => one.network === network) < index
    if (twice) findings.error(path, `"${member.role}" is on network "${network}" already`)
    const usual = `eth${index}`
    const port = `${member.name}-${usual}`
    return { name: names?.[index] ?? usual, network, port, mac: mac(member.role, member.replica, index) }
  })
}

const NAME = /^[a-zA-Z][\w.-]{0,14}$/
const TAKEN = ['lo', 'tunl0', 'gre0', 'all', 'default']

function checkNames(names: readonly string[], { path, links }: Member, findings: Findings): void {
  const at = [...path, 'interfaces']
  if (names.length !== links.length)
    findings.error(at, `there are as many interfaces as networks, ${links.length}, and not ${names.length}`)
  for (const [index, name] of names.entries())
    if (!NAME.test(name) || TAKEN.includes(name) || names.indexOf(name) < index)
      findings.error([...at, index], `"${name}" cannot name an interface here`, {
        remedy: 'Use names such as ens192 or eth0.10, of at most 15 characters, each once.',
      })
}

function checkNetwork(network: string, path: Path, segments: readonly Segment[], findings: Findings): void {
  const known = segments.map((segment) => segment.name)
  if (known.includes(network) || findings.lost(['networks', network])) return
  findings.error(path, `there is no network "${network}"`, { part: 'key', known, word: network })
}
