import type { Page } from '../../report/page.ts'
import type { Paint } from '../../report/paint.ts'
import type { RunScreen, Size } from '../model/types.ts'
import { cut, fill, widthOf } from '../view/text.ts'
import { windowOf } from '../view/window.ts'
import { type Current, currentOf } from './current.ts'
import type { FieldRow } from './fields.ts'
import { hexLineOf, hexLines } from './hex.ts'

/** The frame of the chosen hop: its fields with those that changed, then its octets with the field's highlighted. */
export function detailLines(screen: RunScreen, { columns, rows }: Size, paint: Paint): string[] {
  const current = currentOf(screen)
  if (!current) return [paint('dim', 'No packet was captured.')]
  const head = headText(current)
  if (!current.frame) return [paint('bold', cut(columns, head)), paint('dim', cut(columns, missing(screen)))]
  const hex = hexOf(current, paint)
  const hexRows = Math.min(hex.length, Math.max(2, Math.floor((rows - 1) / 2)))
  const fields = fieldLines(
    current,
    screen.packets.part === 'fields',
    { columns, rows: rows - 2 - hexRows },
    paint,
  )
  const at = windowOf(hex.length, hexLineOf(current.fields[current.field]?.span.start ?? 0), hexRows)
  return [paint('bold', cut(columns, head)), ...fields, '', ...hex.slice(at.from, at.to)]
}

const missing = ({ framesProblem, since }: RunScreen): string =>
  framesProblem ??
  (since === undefined ? 'Reading its octets …' : 'Its octets can be seen when the run has ended.')

function headText({ row, sighting }: Current): string {
  const { journey, index, hop } = row
  const many = hop.sightings.length > 1 ? `, seen at ${hop.sightings.length} places` : ''
  const end =
    journey.disposition === 'received' || journey.disposition === 'broadcast'
      ? ''
      : `, ${journey.disposition}`
  return `${row.packet}  hop ${index + 1} of ${journey.hops.length}${end}  frame ${sighting.frame} at ${sighting.point}${many}`
}

function hexOf({ frame, fields, field }: Current, paint: Paint): string[] {
  const selected = fields[field]?.span
  const changed = fields.filter((one) => one.changed).map(({ span }) => span)
  return hexLines(frame?.bytes ?? new Uint8Array(), { changed, ...(selected && { selected }) }, paint)
}

function fieldLines(
  { fields, field }: Current,
  focused: boolean,
  { columns, rows }: Size,
  paint: Paint,
): string[] {
  const layers = Math.max(0, ...fields.map(({ layer }) => widthOf(layer)))
  const names = Math.max(0, ...fields.map((one) => widthOf(one.field)))
  const { from, to } = windowOf(fields.length, field, Math.max(1, rows))
  const lines = fields.slice(from, to).map((one, index) => {
    const first = index === 0 || fields[from + index - 1]?.layer !== one.layer
    const text = `${fill(layers, first ? one.layer : '')}  ${fill(names, one.field)}  ${valueText(one)}`
    return fieldLine(one, text, { chosen: from + index === field, focused, width: columns }, paint)
  })
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => '')]
}

const valueText = ({ value, before, changed }: FieldRow): string => {
  if (!changed) return value
  return before === undefined ? `${value}  (new)` : `${value}  (was ${shortest(before)})`
}

/** Of an address that has a name, its name. */
const shortest = (value: string): string => value.split(' ').at(-1) ?? value

interface Look extends Pick<Page, 'width'> {
  readonly chosen: boolean
  readonly focused: boolean
}

/** What changed has a sign of its own, and so has what is chosen. */
function fieldLine(
  { changed }: FieldRow,
  text: string,
  { chosen, focused, width }: Look,
  paint: Paint,
): string {
  const line = fill(width, `${chosen ? '›' : ' '}${changed ? '*' : ' '} ${text}`)
  if (chosen) return paint(focused ? ['bold', 'inverse'] : ['bold', 'underline'], line)
  return changed ? paint(['bold', 'magenta'], line) : line
}
