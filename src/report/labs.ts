import type { Change } from '../lab/change.ts'
import type { Lab } from '../lab/types.ts'
import type { Page } from './page.ts'
import { type Column, type Row, table } from './table.ts'
import { count, labelled, listed } from './text.ts'

export interface ShownLab {
  readonly name: string
  readonly title?: string
  readonly faults: readonly Change[]
  readonly variants: readonly Change[]
}

/** The empty first column indents changes below their heading. */
const columns: readonly Column[] = [{}, {}, { shrinkTo: 24 }]

/** Each lab with its title; below it what may be asked for with --fault. */
export const labLines = (labs: readonly ShownLab[], page: Page): string[] =>
  labs.flatMap((lab, index) => [...(index === 0 ? [] : ['']), ...oneLab(lab, page)])

/** A line for each lab: its name, what it shows, and how many faults it has. */
export const briefLines = (labs: readonly ShownLab[], { width, paint }: Page): string[] =>
  table(
    [
      { title: 'lab', style: 'bold' },
      { title: 'what it shows', shrinkTo: 30 },
      { title: 'faults', align: 'right' },
    ],
    labs.map(({ name, title, faults }) => [name, title ?? 'has mistakes', String(faults.length)]),
    width,
    paint,
  )

function oneLab({ name, title, faults, variants }: ShownLab, { width, paint }: Page): string[] {
  const heading = labelled(width, `${name}: `, title ?? 'has mistakes').map((line) => paint('bold', line))
  const rows = [...changeRows('faults', faults, paint), ...changeRows('variants', variants, paint)]
  return [...heading, ...table(columns, rows, width, paint)]
}

const changeRows = (word: string, changes: readonly Change[], paint: Page['paint']): Row[] =>
  changes.length === 0
    ? []
    : [`  ${paint('dim', word)}`, ...changes.map(({ name, title }) => ['', name, title])]

/** What a lab is made of: `a lab of 1 network, 4 nodes, 3 probes, 4 expectations, 14 faults and 4 variants`. */
export function describeLab({ networks, nodes, probes, expectations, changes }: Lab): string {
  const of = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length
  return `a lab of ${listed([
    count(networks.length, 'network'),
    count(nodes.length, 'node'),
    count(probes.length, 'probe'),
    count(expectations.length, 'expectation'),
    count(of('fault'), 'fault'),
    count(of('variant'), 'variant'),
  ])}`
}
