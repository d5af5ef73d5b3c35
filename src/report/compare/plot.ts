import type { Series } from '../../compare/growth.ts'
import type { Mode } from '../../compare/modes.ts'
import { padTo, widthOf } from '../text.ts'
import { sizeText } from './amount.ts'
import { curvesOf, scaleOf } from './curves.ts'

const MARKS: Readonly<Record<Mode, string>> = {
  nat: 'n',
  fullnat: 'f',
  dr: 'd',
  'tun-ipip': 'i',
  'tun-gre': 'g',
  'tun-gue': 'u',
}

const HEIGHT = 14
const LABEL = 8

/** A series as a plot of characters, both axes logarithmic; empty where nothing was measured. */
export function plotLines(series: Series, width: number): string[] {
  const curves = curvesOf(series)
  const points = curves.flatMap(({ mode, points }) =>
    points.map((point) => ({ ...point, mark: MARKS[mode] })),
  )
  if (points.length === 0) return []
  const x = scaleOf(points.map((point) => point.x))
  const y = scaleOf(points.map((point) => point.y))
  const columns = Math.min(64, width - LABEL - 3)
  const column = (value: number) => Math.round(x.place(value) * (columns - 1))
  const row = (value: number) => Math.round((1 - y.place(value)) * (HEIGHT - 1))
  const cells = Array.from({ length: HEIGHT }, () => Array<string>(columns).fill(' '))
  for (const { mark, ...point } of points) {
    const line = cells[row(point.y)] as string[]
    const place = column(point.x)
    line[place] = line[place] === ' ' || line[place] === mark ? mark : '*'
  }
  const labels = new Map(y.ticks.map((tick) => [row(tick), sizeText(tick)]))
  const steps = [...new Set(points.map((point) => point.x))].toSorted((a, b) => a - b)
  const text = (step: number) => (series.by === 'servers' ? `${step}` : sizeText(step))
  return [
    ...cells.map(
      (line, index) =>
        `${(labels.get(index) ?? '').padStart(LABEL)} ${labels.has(index) ? '┤' : '│'}${line.join('').trimEnd()}`,
    ),
    `${' '.repeat(LABEL)} └${'─'.repeat(columns)}`,
    `${' '.repeat(LABEL + 2)}${axis(steps, column, text, columns)}`,
    `${' '.repeat(LABEL + 2)}${legend(curves.map(({ mode }) => mode))}`,
  ]
}

/** Texts below their places, but for those that would run into the one before. */
function axis(
  steps: readonly number[],
  column: (step: number) => number,
  text: (step: number) => string,
  columns: number,
): string {
  let line = ''
  for (const step of steps) {
    const words = text(step)
    const start = Math.min(column(step), columns - widthOf(words))
    if (start >= line.length + (line === '' ? 0 : 1)) line = padTo(start, line) + words
  }
  return line
}

const legend = (modes: readonly Mode[]): string =>
  [...modes.map((mode) => `${MARKS[mode]} ${mode}`), '* several'].join('  ')
