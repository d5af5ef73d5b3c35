import type { Growth, Series } from '../../compare/growth.ts'
import { sizeText } from './amount.ts'
import { type Curve, curvesOf, type Scale, scaleOf } from './curves.ts'
import { seriesTitle } from './growth.ts'

const WIDTH = 720
const HEIGHT = 420
const MARGIN = { left: 80, right: 110, top: 50, bottom: 50 }
const PLOT = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }

/** Told apart by those who see few colours as well (Okabe and Ito). */
const COLOURS = ['#0072b2', '#56b4e9', '#d55e00', '#009e73', '#e69f00', '#cc79a7']

/** All series below each other as one drawing, both axes logarithmic. */
export function growthSvg({ series }: Growth): string {
  const panels = series.map(
    (one, index) => `<g transform="translate(0 ${index * HEIGHT})">\n${panel(one)}\n</g>`,
  )
  const size = `width="${WIDTH}" height="${HEIGHT * series.length}" viewBox="0 0 ${WIDTH} ${HEIGHT * series.length}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${panels.join('\n')}
</svg>
`
}

function panel(series: Series): string {
  const curves = curvesOf(series)
  const points = curves.flatMap(({ points }) => points)
  const title = text(WIDTH / 2, 24, seriesTitle(series), 'middle', ' font-size="14"')
  if (points.length === 0) return `${title}\n${text(WIDTH / 2, HEIGHT / 2, 'nothing was measured', 'middle')}`
  const x = scaleOf(points.map((point) => point.x))
  const y = scaleOf(points.map((point) => point.y))
  const steps = [...new Set(points.map((point) => point.x))]
  const stepText = (step: number) => (series.by === 'servers' ? `${step}` : sizeText(step))
  return [
    title,
    `<rect x="${MARGIN.left}" y="${MARGIN.top}" width="${PLOT.width}" height="${PLOT.height}" fill="none" stroke="#888"/>`,
    ...steps.map((step) => text(across(x, step), HEIGHT - MARGIN.bottom + 18, stepText(step), 'middle')),
    text(
      MARGIN.left + PLOT.width / 2,
      HEIGHT - 10,
      series.by === 'servers' ? 'real servers' : 'octets of a response',
      'middle',
    ),
    ...y.ticks.flatMap((tick) => [
      rule(up(y, tick)),
      text(MARGIN.left - 8, up(y, tick) + 4, sizeText(tick), 'end'),
    ]),
    ...curves.map((curve, index) => drawn(curve, index, x, y)),
    ...legend(curves),
  ].join('\n')
}

const across = (scale: Scale, value: number): number => round(MARGIN.left + scale.place(value) * PLOT.width)
const up = (scale: Scale, value: number): number => round(MARGIN.top + (1 - scale.place(value)) * PLOT.height)
const round = (value: number): number => Math.round(value * 10) / 10

const rule = (y: number): string =>
  `<line x1="${MARGIN.left}" x2="${MARGIN.left + PLOT.width}" y1="${y}" y2="${y}" stroke="#ddd"/>`

function drawn({ points }: Curve, index: number, x: Scale, y: Scale): string {
  const places = points.map((point) => [across(x, point.x), up(y, point.y)] as const)
  const line = `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${colour(index)}"/>`
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour(index)}"/>`)
  return [line, ...dots].join('')
}

/** Beside the plot, in the order of the modes: lines that lie on each other have no room for names. */
function legend(curves: readonly Curve[]): string[] {
  const left = WIDTH - MARGIN.right + 12
  return curves.flatMap(({ mode }, index) => {
    const y = MARGIN.top + 8 + index * 18
    return [
      `<rect x="${left}" y="${y - 8}" width="10" height="10" fill="${colour(index)}"/>`,
      text(left + 16, y + 1, mode, 'start'),
    ]
  })
}

const colour = (index: number): string => COLOURS[index % COLOURS.length] ?? 'black'

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end', more = ''): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${more}>${escaped}</text>`
}
