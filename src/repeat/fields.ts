import { decodeFrame } from '../wire/frames.ts'
import type { Layer } from '../wire/layer.ts'
import type { Frame } from '../wire/types.ts'

/** One field of a frame, as a text that can be compared. */
export interface Field {
  /** Header and field: `tcp.window`, `ipv4.ttl`; octets that are no header are one field, `payload.octets`. */
  readonly name: string
  readonly value: string
}

/** What a field means depends on whose it is: the header, and the addresses of the packet around it. */
export interface Place {
  readonly layer: Layer
  readonly source: string
  readonly destination: string
}

/** A field's value as it is to be compared; undefined leaves the field out. */
export type Read = (name: string, value: unknown, place: Place) => unknown

const asItIs: Read = (_name, value) => value

/** All fields of a frame in the order of its headers, those of quoted packets too. */
export function fieldsOf(frame: Frame, read: Read = asItIs): Field[] {
  return layersFields(decodeFrame(frame), frame, read)
}

function layersFields(layers: readonly Layer[], frame: Frame, read: Read): Field[] {
  let ends = { source: '', destination: '' }
  return layers.flatMap((layer) => {
    if (layer.protocol === 'ipv4' || layer.protocol === 'ipv6') ends = layer
    const place = { layer, source: ends.source, destination: ends.destination }
    const own = valuesOf(layer, frame).flatMap(([key, value]) => {
      const name = `${layer.protocol}.${key}`
      const shown = read(name, value, place)
      return shown === undefined ? [] : [{ name, value: textOf(shown) }]
    })
    const quoted = 'quoted' in layer && layer.quoted ? layersFields(layer.quoted, frame, read) : []
    return [...own, ...quoted]
  })
}

/** Where a header stands follows from the lengths of those before it, which are fields themselves. */
const NO_FIELDS = ['protocol', 'start', 'end', 'spans', 'quoted']

const OCTETS = ['payload', 'padding', 'unknown', 'malformed', 'sentinel']

function valuesOf(layer: Layer, { bytes }: Frame): [string, unknown][] {
  const values = Object.entries(layer).filter(([key]) => !NO_FIELDS.includes(key))
  if (!OCTETS.includes(layer.protocol)) return values
  return [...values, ['octets', Buffer.from(bytes.subarray(layer.start, layer.end)).toString('hex')]]
}

function textOf(value: unknown): string {
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, (key, part) => (key === 'start' || key === 'end' ? undefined : part))
}
