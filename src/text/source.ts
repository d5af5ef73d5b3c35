/** A text that mistakes can be pointed at: a lab file, or one `--set` of the command line. */
export interface Source {
  /** File name as the user gave it, or `--set`. */
  readonly path: string
  readonly text: string
}

/** A piece of a source. Offsets count UTF-16 code units; `end` is excluded. */
export interface Place {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** Where an offset stands, both counted from 1; columns count characters, a tab as one. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Line and column of an offset; an offset behind the text is the text's end. */
export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return {
    line: before.split('\n').length,
    column: [...before.slice(lineStart)].length + 1,
  }
}

/** The line that holds an offset, without its line end, and the offset at which it starts. */
export function lineAt(text: string, offset: number): { start: number; text: string } {
  const start = text.lastIndexOf('\n', Math.min(offset, text.length) - 1) + 1
  const end = text.indexOf('\n', start)
  return { start, text: text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '') }
}

/** Place of the first `needle` inside `place`, or `place` itself. */
export function narrow(place: Place, needle: string): Place {
  const at = place.source.text.slice(place.start, place.end).indexOf(needle)
  if (at < 0) return place
  return { source: place.source, start: place.start + at, end: place.start + at + needle.length }
}
