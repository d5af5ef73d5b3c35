import { dirname, relative } from 'node:path'
import { type Finding, SILENT } from '../../keepalived/index.ts'
import { type Place, positionOf } from '../../text/source.ts'
import type { Stretch } from './types.ts'

/**
 * Blocks of a configuration in which something was found that keepalived complains about as well. It names the line
 * of the word, or that of a brace that closes the block, so a block is what can be told from others.
 *
 * @param conf path of the configuration, from whose folder the others are told
 */
export function knownComplaints(findings: readonly Finding[], conf: string): Stretch[] {
  const places = findings.flatMap(({ id, place }) => (place && !SILENT.has(id) ? [place] : []))
  const stretches = places.map((place) => ({
    file: relative(dirname(conf), place.source.path),
    ...blockAround(place),
  }))
  return stretches.filter((one, index) => stretches.findIndex((other) => same(one, other)) === index)
}

const same = (one: Stretch, other: Stretch): boolean =>
  one.file === other.file && one.from === other.from && one.to === other.to

/** First and last line of the outermost block that a place is in. */
function blockAround({ source: { text }, start }: Place): Pick<Stretch, 'from' | 'to'> {
  const at = positionOf(text, start).line
  let depth = 0
  let from = 1
  const lines = text.split('\n').map((line) => line.replace(/"[^"]*"?|[#!].*/g, ''))
  for (const [index, line] of lines.entries()) {
    if (depth === 0 && !/^\s*\{/.test(line)) from = index + 1
    depth = Math.max(0, depth + line.split('{').length - line.split('}').length)
    const goesOn = depth > 0 || /^\s*\{/.test(lines[index + 1] ?? '')
    if (!goesOn && at <= index + 1) return { from, to: index + 1 }
  }
  return { from, to: lines.length }
}
