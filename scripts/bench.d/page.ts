import { type Column, table } from '../../src/report/table.ts'
import { labelled } from '../../src/report/text.ts'
import { type Bench, type Line, type Report, statusOf, type Target, type Unit } from './bench.ts'

const WIDTH = 80

const COLUMNS: readonly Column[] = [
  { shrinkTo: 24 },
  { title: 'lvslab', align: 'right' },
  { title: 'other', align: 'right' },
  { title: 'ratio', align: 'right' },
  { title: 'target', align: 'right' },
  {},
]

/** A report as a table for people. */
export function reportPage({ name, title }: Bench, { lines, notes }: Report, rounds: number): string {
  const rows = table(COLUMNS, lines.map(cells), WIDTH, (_style, text) => text)
  const head = `${name}: ${title} (medians of ${rounds} rounds)`
  const told = notes.flatMap((note) => labelled(WIDTH, '  - ', note))
  return [head, '', ...rows, ...(told.length === 0 ? [] : ['', ...told]), ''].join('\n')
}

function cells(line: Line): string[] {
  const { what, unit, ours, other, ratio, target, missing } = line
  if (missing !== undefined)
    return [`${what}: ${missing}`, '', '', '', targetText(target, unit, true), 'MISS']
  return [
    what,
    valueText(ours, unit),
    other === undefined ? '' : valueText(other, unit),
    ratio === undefined ? '' : ratio.toFixed(2),
    targetText(target, unit, ratio !== undefined),
    statusOf(line),
  ]
}

function targetText(target: Target | undefined, unit: Unit, isRatio: boolean): string {
  if (target === undefined) return ''
  const [sign, limit] = 'atMost' in target ? ['≤', target.atMost] : ['≥', target.atLeast]
  return isRatio ? `${sign} ${limit.toFixed(2)}` : `${sign} ${valueText(limit, unit)}`
}

function valueText(value: number, unit: Unit): string {
  if (unit === 'count') return String(value)
  if (unit === 's') return `${value.toFixed(2)} s`
  if (unit === 'frames/s') return `${Math.round(value / 1000)} k/s`
  return `${Math.round(value)} ${unit}`
}
