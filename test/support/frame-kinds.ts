import type { Layer } from '../../src/wire/layer.ts'
import type { Frame } from '../../src/wire/types.ts'
import { TSHARK_FIELDS, type Value } from './tshark-fields.ts'

type Reader = (layer: Layer, outer?: Layer) => Value

const READERS = new Map(
  Object.entries(TSHARK_FIELDS).map(([protocol, fields]) => [protocol, Object.values(fields) as Reader[]]),
)

/**
 * What kinds of frames there were: which headers follow each other, and in each of these stacks how long every header
 * is and which kinds of values every field has that we compare with tshark.
 */
export class FrameKinds {
  readonly #known = new Map<string, Set<string>>()

  /** Whether anything about the frame is of a kind that no frame before had; from now on it is known. */
  isNew(frame: Frame, layers: readonly Layer[]): boolean {
    const all = unfolded(layers)
    const cut = frame.bytes.length < frame.originalLength ? 'cut' : 'whole'
    const stack = [frame.linkType, cut, ...all.map(({ protocol }) => protocol)].join(' ')
    const known = this.#known.get(stack) ?? new Set()
    const before = known.size
    for (const kind of ['', ...kindsOf(all)]) known.add(kind)
    this.#known.set(stack, known)
    return known.size > before
  }
}

/** A text for each header's length and for each field, which the headers' order numbers. */
function kindsOf(layers: readonly Layer[]): string[] {
  let number = 0
  return layers.flatMap((layer, index) => {
    const values = (READERS.get(layer.protocol) ?? []).map((read) => read(layer, layers[index - 1]))
    const length = isBody(layer) ? undefined : `${layer.end - layer.start} octets`
    return [length, ...values.map(kindsIn)].map((kind) => `${++number} ${kind}`)
  })
}

/** A quoted packet follows its error. */
function unfolded(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) =>
    'quoted' in layer && layer.quoted ? [layer, ...unfolded(layer.quoted)] : [layer],
  )
}

/** As long as it likes, or as the packet that it quotes. */
function isBody(layer: Layer): boolean {
  return layer.protocol === 'payload' || layer.protocol === 'padding' || 'quoted' in layer
}

function kindsIn(value: Value): string {
  return Array.isArray(value) ? value.map(kindOf).join() : value === undefined ? '' : kindOf(value as number)
}

/**
 * Small numbers are types, flags and lengths, each a kind of its own. Of large ones, the number of bits, and whether
 * all of them are set: signs and negative zeros have been misread. Of addresses, how they are written.
 */
function kindOf(value: string | number | boolean): string {
  if (typeof value === 'string') return value.replaceAll(/[0-9a-f]+/g, 'x')
  if (typeof value === 'boolean' || value < 256) return String(value)
  const bits = Math.floor(Math.log2(value)) + 1
  return value === 2 ** bits - 1 ? `${bits} ones` : `${bits} bits`
}
