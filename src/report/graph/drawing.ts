import type { Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import { padTo, widthOf, wrap } from '../text.ts'
import { networkFacts, networkPlaces, nodeFacts } from './facts.ts'

/** Columns from the left edge to the first network's line, and around a node's name. */
const MARGIN = 2
const LINK = 3

/**
 * The lab as text: a network is a vertical line, a node hangs on it, a router stands between two. What is
 * known about a node stands to the right, wrapped to `width`.
 */
export function drawing(lab: Lab, width: number): string {
  const columns = lineColumns(lab)
  const factsAt = (columns.at(-1) ?? 0) + LINK + Math.max(...lab.nodes.map(({ name }) => widthOf(name))) + 2
  const heads = [lab.networks.map(({ name }) => name), ...networkFacts(lab)]
  return [
    ...heads.map((texts) => placed(texts.map((text, index) => [(columns[index] ?? 0) - 1, text]))),
    ...lab.nodes.flatMap((node) => nodeLines(lab, node, columns, { factsAt, width })),
  ].join('\n')
}

/** Column of each network's line: wide enough for its head and for whatever hangs between it and the next. */
function lineColumns(lab: Lab): number[] {
  const names = Math.max(...lab.nodes.map(({ name }) => widthOf(name))) + 2 * LINK + 3
  const facts = networkFacts(lab)
  const gaps = lab.networks.map(({ name }, index) =>
    Math.max(...[name, ...facts.map((row) => row[index] ?? '')].map((text) => widthOf(text) + 2), names),
  )
  return gaps.map((_, index) => MARGIN + gaps.slice(0, index).reduce((sum, gap) => sum + gap, 0))
}

interface Facts {
  readonly factsAt: number
  readonly width: number
}

function nodeLines(lab: Lab, node: Node, columns: readonly number[], { factsAt, width }: Facts): string[] {
  const bare = placed(columns.map((column) => [column, '│']))
  const facts = nodeFacts(node).flatMap((fact) => hanging(fact, Math.max(24, width - factsAt)))
  const [first = '', ...rest] = facts
  const head = connected(bare, node.name, networkPlaces(lab, node.interfaces), columns)
  const beside = (left: string, fact: string) => (padTo(factsAt, left) + fact).trimEnd()
  return [bare, beside(head, first), ...rest.map((fact) => beside(bare, fact))]
}

/** A fact wrapped with its later lines indented. */
const hanging = (fact: string, width: number): string[] =>
  wrap(width - 2, fact).map((line, index) => (index === 0 ? line : `  ${line}`))

/** The networks' lines with a node hung on those that it is connected to; its name is beside the first. */
function connected(
  bare: string,
  name: string,
  places: readonly number[],
  columns: readonly number[],
): string {
  const at = places.map((place) => columns[place] ?? 0)
  const [first = 0, last = first] = [at[0], at.at(-1)]
  const cells = [...padTo(last + 1, bare)].map((cell, column) => {
    if (column <= first || column >= last) return cell
    return at.includes(column) ? '┼' : cell === '│' ? '│' : '─'
  })
  cells[first] = '├'
  if (last === first) return overlaid(cells.join(''), first + 1, `─ ${name}`)
  cells[last] = '┤'
  const gap = (columns[(places[0] ?? 0) + 1] ?? last) - first
  return overlaid(cells.join(''), first + Math.ceil((gap - widthOf(name) - 2) / 2), ` ${name} `)
}

const placed = (texts: readonly (readonly [column: number, text: string])[]): string =>
  texts.reduce((line, [column, text]) => overlaid(line, column, text), '')

/** A line with a text written over it from a column on. */
function overlaid(line: string, column: number, text: string): string {
  const cells = [...padTo(column, line)]
  cells.splice(column, widthOf(text), ...text)
  return cells.join('')
}
