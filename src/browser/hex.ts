import type { Span } from '../wire/types.ts'
import { element } from './dom.ts'

const WIDTH = 16

/** Octets as a dump whose ranges can be marked. */
export interface Dump {
  readonly element: HTMLElement
  /** Marks ranges by a class, in the place of those that had it before. */
  readonly mark: (spans: readonly Span[], name: string) => void
}

/** A dump as hexdump -C writes it: offset, octets, and those that are printable ASCII; of `all` octets it says how many are missing. */
export function dumpOf(octets: Uint8Array, all: number): Dump {
  const cells: HTMLElement[][] = []
  const lines: HTMLElement[] = []
  for (let start = 0; start < octets.length; start += WIDTH) lines.push(line(octets, start, cells))
  const rest = all - octets.length
  const more =
    rest > 0 ? element('p', { class: 'note' }, `${rest} more octets, in capture.pcapng`) : undefined
  const mark: Dump['mark'] = (spans, name) => {
    for (const both of cells) for (const cell of both) cell.classList.remove(name)
    for (const { start, end } of spans)
      for (const both of cells.slice(start, end)) for (const cell of both) cell.classList.add(name)
  }
  const dump = element(
    'div',
    { class: 'hex', tabindex: 0, role: 'region', 'aria-label': 'Octets' },
    ...lines,
    more,
  )
  return { element: dump, mark }
}

function line(octets: Uint8Array, start: number, cells: HTMLElement[][]): HTMLElement {
  const own = octets.subarray(start, start + WIDTH)
  const both = Array.from(own, (octet) => [
    element('b', {}, octet.toString(16).padStart(2, '0')),
    element('b', {}, octet > 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·'),
  ])
  cells.push(...both)
  const column = (side: number) => both.flatMap((pair) => pair[side] ?? [])
  return element(
    'div',
    {},
    element('i', {}, start.toString(16).padStart(4, '0')),
    element('span', { class: 'octets' }, ...column(0)),
    element('span', { class: 'ascii' }, ...column(1)),
  )
}
