import { type Endpoint, endpointOf } from '../lab/probes/target.ts'
import type { Probe } from '../lab/probes/types.ts'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'

/** The node of that name. A lab that names a node which it lacks did not pass validation: a bug. */
export function nodeNamed(lab: Lab, name: string): Node {
  const node = lab.nodes.find((candidate) => candidate.name === name)
  if (node === undefined) throw new Error(`lab ${lab.name} has no node ${name}`)
  return node
}

/** The probe of that name; as with nodes, validation has seen to it that there is one. */
export function probeNamed(lab: Lab, name: string): Probe {
  const probe = lab.probes.find((candidate) => candidate.name === name)
  if (probe === undefined || probe.kind === 'run') throw new Error(`lab ${lab.name} has no probe ${name}`)
  return probe
}

/** Names of the networks that a node stands on, in the order of its interfaces. */
export function networksOf(lab: Lab, node: string): string[] {
  return nodeNamed(lab, node).interfaces.map(({ network }) => network)
}

/** Capture points of a node, `node:interface`; of one network only, where one is named. */
export function pointsOf(lab: Lab, node: string, network?: string): string[] {
  const { interfaces } = nodeNamed(lab, node)
  const points = interfaces
    .filter((candidate) => network === undefined || candidate.network === network)
    .map(({ link }) => `${node}:${link}`)
  return [...new Set(points)]
}

/** Every capture point on a network. */
export function pointsOn(lab: Lab, network: string): string[] {
  return lab.nodes.flatMap(({ name }) => pointsOf(lab, name, network))
}

/** What a probe is aimed at. */
export function targetOf(probe: Probe): Endpoint {
  return endpointOf(probe)
}
