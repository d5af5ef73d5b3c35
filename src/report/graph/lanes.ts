import { isDeepStrictEqual } from 'node:util'
import type { Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import { padTo, widthOf, wrap } from '../text.ts'
import { factsOf, networkPlaces, nodeFacts } from './facts.ts'

/** Columns of a network's line and the gap behind it. */
const LANE = 2

/**
 * The lab as text for any number of networks: each is a line of two columns, named where it begins, and a node is a
 * row with a dot on every line that it is connected to.
 */
export function lanes(lab: Lab, width: number): string {
  const heads = lab.networks.map(
    (network, place) => `${bars(place)}┌ ${[network.name, ...factsOf(network)].join('  ')}`,
  )
  const names = Math.max(...lab.nodes.map(({ name }) => widthOf(name))) + 2
  const rows = lab.nodes.map((node) => nodeRows(lab, node, names, width))
  const apart = rows.flatMap((lines, index) => {
    const [one, before] = [lab.nodes[index], lab.nodes[index - 1]]
    const close = lines.length === 1 && (rows[index - 1]?.length === 1 || one?.role === before?.role)
    return close ? lines : [bars(lab.networks.length), ...lines]
  })
  return [...heads, ...apart].map((line) => line.trimEnd()).join('\n')
}

/** Of a replica that differs from the first of its role in nothing but its address, that alone. */
function shortFacts({ nodes }: Lab, node: Node): string[] {
  const first = nodes.find(({ role }) => role === node.role) as Node
  const [address = '', ...facts] = nodeFacts(node)
  const [, ...others] = nodeFacts(first)
  const alike = first !== node && others.length > 0 && isDeepStrictEqual(facts, others)
  return alike ? [`${address}, as ${first.name}`] : [address, ...facts]
}

/** A node and what is known of it. */
function nodeRows(lab: Lab, node: Node, names: number, width: number): string[] {
  const count = lab.networks.length
  const room = Math.max(24, width - count * LANE - names - 1)
  const [first = '', ...rest] = shortFacts(lab, node).flatMap((fact) => hanging(fact, room))
  const head = `${connected(count, networkPlaces(lab, node.interfaces))} ${padTo(names, node.name)}`
  const below = count * LANE + 1 + names
  return [head + first, ...rest.map((fact) => padTo(below, `${bars(count)} `) + fact)]
}

/** A fact wrapped with its later lines indented. */
const hanging = (fact: string, width: number): string[] =>
  wrap(width - 2, fact).map((line, index) => (index === 0 ? line : `  ${line}`))

const bars = (count: number): string => '│ '.repeat(count)

/** `│ ●─┼─● │ ` for a node on the second and the fourth of five networks. */
function connected(count: number, places: readonly number[]): string {
  const [first = 0, last = first] = [places[0], places.at(-1)]
  return Array.from({ length: count }, (_, lane) => {
    const crossed = lane > first && lane < last ? '┼' : '│'
    return (places.includes(lane) ? '●' : crossed) + (lane >= first && lane < last ? '─' : ' ')
  }).join('')
}
