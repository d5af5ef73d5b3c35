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
  const rows = lab.nodes.flatMap((node) => nodeRows(lab, node, names, width))
  return [...heads, ...rows].map((line) => line.trimEnd()).join('\n')
}

function nodeRows(lab: Lab, node: Node, names: number, width: number): string[] {
  const count = lab.networks.length
  const room = Math.max(24, width - count * LANE - names - 1)
  const [first = '', ...rest] = nodeFacts(node).flatMap((fact) => hanging(fact, room))
  const head = `${connected(count, networkPlaces(lab, node.interfaces))} ${padTo(names, node.name)}`
  const below = count * LANE + 1 + names
  return [bars(count), head + first, ...rest.map((fact) => padTo(below, `${bars(count)} `) + fact)]
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
