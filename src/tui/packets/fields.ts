import { named } from '../../journey/notation.ts'
import type { Names } from '../../journey/types.ts'
import { decodeFrame } from '../../wire/frames.ts'
import type { Layer } from '../../wire/layer.ts'
import type { Frame, Span } from '../../wire/types.ts'

/** One field of a frame's headers. */
export interface FieldRow {
  readonly layer: string
  readonly field: string
  readonly value: string
  readonly span: Span
  /** On the hop before, where it was another. */
  readonly before?: string
  /** Whether it differs from the hop before, or was not there. */
  readonly changed: boolean
}

/** The fields of a frame, outermost first, compared with the packet's frame on the hop before. */
export function fieldRows(frame: Frame, previous: Frame | undefined, names: Names): FieldRow[] {
  const now = readLayers(frame, names)
  if (!previous) return now.flatMap((layer) => rowsOf(layer, () => false))
  const before = readLayers(previous, names)
  return now.flatMap((layer, index) => {
    // Outer headers come and go: layers are alike counted from the innermost one.
    const older = before.at(index - now.length)
    const same = older?.protocol === layer.protocol ? older : undefined
    return rowsOf(layer, (field) => same?.values.get(field)?.text)
  })
}

/** A header with its fields as text. */
interface ReadLayer {
  readonly protocol: string
  readonly values: ReadonlyMap<string, { readonly text: string; readonly span: Span }>
}

function readLayers(frame: Frame, names: Names): ReadLayer[] {
  return decodeFrame(frame).map((layer) => {
    const { protocol, start, end } = layer
    const fields = Object.entries(layer.spans).toSorted(([, a], [, b]) => a.start - b.start)
    const values = fields.map(
      ([field, span]) => [field, { text: valueText(layer, field, frame, names), span }] as const,
    )
    // Octets that have no fields: an application's, padding, what could not be read.
    const whole = [['octets', { text: String(end - start), span: { start, end } }]] as const
    return { protocol, values: new Map(values.length > 0 ? values : whole) }
  })
}

/** @param olderOf the field's value on the hop before, undefined where it had none; false where there is nothing to compare with */
function rowsOf(
  { protocol, values }: ReadLayer,
  olderOf: (field: string) => string | undefined | false,
): FieldRow[] {
  return [...values].map(([field, { text, span }]) => {
    const before = olderOf(field)
    const row = { layer: protocol, field, value: text, span }
    if (before === false || before === text) return { ...row, changed: false }
    return { ...row, changed: true, ...(before === undefined ? {} : { before }) }
  })
}

const HEXADECIMAL = new Set(['etherType', 'checksum', 'protocolType'])

/** A value in words, an address with the name that it has in the run; what is not decoded, as its octets. */
function valueText(layer: Layer, field: string, { bytes }: Frame, names: Names): string {
  const value: unknown = Reflect.get(layer, field)
  if (value === undefined) return octetsText(bytes, layer.spans[field])
  if (typeof value === 'number')
    return HEXADECIMAL.has(field) ? `0x${value.toString(16).padStart(4, '0')}` : String(value)
  if (typeof value === 'string') {
    const name = named(value, names)
    return name === value ? value : `${value} ${name}`
  }
  return plainText(value)
}

const octetsText = (bytes: Uint8Array, span: Span = { start: 0, end: 0 }): string =>
  `0x${[...bytes.subarray(span.start, span.end)].map((octet) => octet.toString(16).padStart(2, '0')).join('')}`

function plainText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  return Object.values(value)
    .filter((one) => typeof one !== 'object')
    .join(' ')
}
