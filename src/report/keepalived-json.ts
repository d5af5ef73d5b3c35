import type { Examined } from '../keepalived/index.ts'
import { type Place, positionOf } from '../text/source.ts'

/** What is found in configurations as plain data: places as file, line and column, passwords left out. */
export const plainExamined = ({ directors, findings, asides }: Examined): unknown => ({
  directors: directors.map((director) =>
    plain({ ...director, sources: director.sources.map(({ path }) => path) }),
  ),
  findings: findings.map(plain),
  asides: asides.map(plain),
})

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]))
  if (typeof value !== 'object' || value === null) return value
  if (isPlace(value)) return { file: value.source.path, ...positionOf(value.source.text, value.start) }
  const shown = Object.entries(value).filter(([key]) => key !== 'password')
  return Object.fromEntries(shown.map(([key, inner]) => [key, plain(inner)]))
}

const isPlace = (value: object): value is Place => 'source' in value && 'start' in value
