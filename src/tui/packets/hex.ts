import type { Paint, Style } from '../../report/paint.ts'
import type { Span } from '../../wire/types.ts'

const PER_LINE = 16

/** Which octets of a frame stand out. */
export interface Highlights {
  readonly selected?: Span
  readonly changed: readonly Span[]
}

/** A frame as lines of 16 octets, each in hexadecimal and, where it is printable ASCII, as its character. */
export function hexLines(bytes: Uint8Array, highlights: Highlights, paint: Paint): string[] {
  const count = Math.ceil(bytes.length / PER_LINE)
  return Array.from({ length: count }, (_, line) => hexLine(bytes, line * PER_LINE, highlights, paint))
}

/** Line on which an octet stands. */
export const hexLineOf = (octet: number): number => Math.floor(octet / PER_LINE)

function hexLine(bytes: Uint8Array, start: number, highlights: Highlights, paint: Paint): string {
  const places = Array.from({ length: PER_LINE }, (_, index) => start + index)
  const styles = places.map((place) => styleOf(place, highlights))
  const hex = places.map((place) => bytes[place]?.toString(16).padStart(2, '0') ?? '  ')
  const characters = places.map((place) => characterOf(bytes[place]))
  const offset = paint('dim', start.toString(16).padStart(4, '0'))
  return `${offset}  ${painted(hex, styles, ' ', paint)}  ${painted(characters, styles, '', paint)}`
}

const within = (place: number, { start, end }: Span): boolean => place >= start && place < end

function styleOf(place: number, { selected, changed }: Highlights): Style | undefined {
  const isChanged = changed.some((span) => within(place, span))
  if (selected && within(place, selected)) return isChanged ? ['bold', 'inverse', 'magenta'] : ['inverse']
  return isChanged ? ['bold', 'underline', 'magenta'] : undefined
}

function characterOf(octet: number | undefined): string {
  if (octet === undefined) return ' '
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·'
}

/** Texts side by side; between two of one style, the space has it too. */
function painted(
  texts: readonly string[],
  styles: readonly (Style | undefined)[],
  gap: string,
  paint: Paint,
): string {
  let line = ''
  for (let from = 0; from < texts.length; ) {
    const style = styles[from]
    let to = from + 1
    while (to < texts.length && String(styles[to]) === String(style)) to++
    const run = texts.slice(from, to).join(gap)
    line += (from > 0 ? gap : '') + (style === undefined ? run : paint(style, run))
    from = to
  }
  return line
}
