import { arrow, type Lanes } from './arrow.ts'
import { element } from './dom.ts'
import { isBroken, type Row } from './rows.ts'
import { GAP_NS, timeText } from './time.ts'

/** A row with what its looks depend on. */
interface Placed {
  readonly rows: readonly Row[]
  readonly place: number
  readonly row: Row
  readonly chosen: Row | undefined
  readonly lanes: Lanes
}

/** One hop as a line of the ladder, and as an option of a list for those who hear it. */
export function rowElement(placed: Placed): HTMLElement {
  const { rows, place, row, chosen } = placed
  const attributes = {
    id: `row-${place}`,
    class: classes(placed),
    role: 'option',
    'data-place': place,
    'aria-selected': String(row === chosen),
    'aria-posinset': place + 1,
    'aria-setsize': rows.length,
  }
  return element('div', attributes, ...cells(placed))
}

function cells({ row: { journey, hop, index }, lanes }: Placed): HTMLElement[] {
  const isLast = index === journey.hops.length - 1
  const summary = index === 0 ? journey.summary : `↳ ${journey.summary}`
  const changed = hop.changed || (isLast ? (journey.end ?? '') : '')
  const spoken = element('span', { class: 'spoken' }, ` ${journey.protocol}, ${hop.seen} `)
  return [
    element('span', { class: 'time' }, timeText(hop.time)),
    element('span', { class: 'summary', title: journey.summary }, summary),
    element('span', { class: 'lanes' }, arrow(hop, lanes, journey.protocol.toLowerCase()), spoken),
    element('span', { class: 'changed', title: changed }, changed),
  ]
}

function classes({ rows, place, row, chosen }: Placed): string {
  const before = rows[place - 1]
  const names = {
    row: true,
    chosen: row === chosen,
    kin: row !== chosen && row.journey === chosen?.journey,
    broken: isBroken(row),
    gap: before !== undefined && row.hop.time - before.hop.time > GAP_NS,
  }
  const given = Object.entries(names).filter(([, isSo]) => isSo)
  return given.map(([name]) => name).join(' ')
}
