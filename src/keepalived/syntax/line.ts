import type { Place, Source } from '../../text/source.ts'

/** A line of configuration of which every character knows where it stands, substituted ones included. */
export interface Line {
  readonly source: Source
  readonly text: string
  /** Offsets in the source at which each character starts, and at which it ends. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** The lines of a text, without their line ends. */
export function linesOf(source: Source): Line[] {
  let offset = 0
  return source.text.split('\n').map((raw) => {
    const text = raw.replace(/\r+$/, '')
    const starts = Array.from(text.split(''), (_, index) => offset + index)
    offset += raw.length + 1
    return { source, text, starts, ends: starts.map((start) => start + 1) }
  })
}

/** A part of a line. */
export function part(line: Line, start: number, end = line.text.length): Line {
  return {
    source: line.source,
    text: line.text.slice(start, end),
    starts: line.starts.slice(start, end),
    ends: line.ends.slice(start, end),
  }
}

/** A line less the blanks around it. */
export function trimmed(line: Line): Line {
  const start = /^[ \t]*/.exec(line.text)?.[0].length ?? 0
  return part(line, start, Math.max(start, line.text.replace(/[ \t]+$/, '').length))
}

/** A line with a range replaced; what comes in stands where the range stood. */
export function replaced(line: Line, start: number, end: number, text: string): Line {
  const place = placeOf(line, start, end)
  const fill = (offset: number) => Array<number>(text.length).fill(offset)
  return {
    source: line.source,
    text: line.text.slice(0, start) + text + line.text.slice(end),
    starts: line.starts.toSpliced(start, end - start, ...fill(place.start)),
    ends: line.ends.toSpliced(start, end - start, ...fill(place.end)),
  }
}

/** Where a range of a line, or the whole line, stands in its file. */
export function placeOf(line: Line, start = 0, end = line.text.length): Place {
  return { source: line.source, start: line.starts[start] ?? 0, end: line.ends[end - 1] ?? 0 }
}
