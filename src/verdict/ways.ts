import type { Lab } from '../lab/types.ts'
import { type Part, partsOf } from './parts.ts'
import { networksOf } from './topology.ts'

/** One step of a way: a network, and the node that stands at its other end. */
export interface Step {
  readonly network: string
  readonly node: string
}

/**
 * The first step from one node towards another, by the shortest way. It is found from who is cabled to what, so that
 * a fault in addresses or routes cannot move it. Directors and real servers are no routers: no way leads through.
 */
export function firstStep(lab: Lab, from: string, to: string): Step {
  return wayBetween(lab, from, to)[0] as Step
}

/** The last step to a node, told from its end: the network it is reached on, and who stands there for the other. */
export function lastStep(lab: Lab, from: string, to: string): Step {
  const way = wayBetween(lab, from, to)
  return { network: (way.at(-1) as Step).network, node: way.at(-2)?.node ?? from }
}

/** Where no cable leads, the other end is taken to stand on the first network. */
function wayBetween(lab: Lab, from: string, to: string): Step[] {
  const passable = new Set([from, ...throughNodes(lab)])
  const ways: { readonly at: string; readonly way: readonly Step[] }[] = [{ at: from, way: [] }]
  const seen = new Set([from])
  for (const { at, way } of ways) {
    if (at === to && way.length > 0) return [...way]
    if (!passable.has(at)) continue
    for (const step of stepsFrom(lab, at)) {
      if (seen.has(step.node)) continue
      seen.add(step.node)
      ways.push({ at: step.node, way: [...way, step] })
    }
  }
  return [{ network: networksOf(lab, to)[0] ?? '', node: to }]
}

const BALANCED: readonly Part[] = ['director', 'second', 'server']

function throughNodes(lab: Lab): string[] {
  return [...partsOf(lab)].flatMap(([node, part]) => (BALANCED.includes(part) ? [] : [node]))
}

function stepsFrom(lab: Lab, node: string): Step[] {
  return networksOf(lab, node).flatMap((network) =>
    lab.nodes
      .filter(({ name }) => name !== node && networksOf(lab, name).includes(network))
      .map(({ name }) => ({ network, node: name })),
  )
}
