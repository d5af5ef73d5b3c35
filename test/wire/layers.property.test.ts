import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/wire/decode.ts'
import type { Layer } from '../../src/wire/layer.ts'
import { LINK_COOKED, LINK_ETHERNET, LINK_RAW_IP } from '../../src/wire/numbers.ts'
import type { Span } from '../../src/wire/types.ts'
import { FIXTURE_NAMES, FIXTURES } from './fixtures.ts'

/** How a frame of a capture may look: anything, or a good one with octets changed, cut off or added. */
const anyFrame = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .record({
      name: fc.constantFrom(...FIXTURE_NAMES),
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      length: fc.nat(),
      trailer: fc.uint8Array({ maxLength: 8 }),
    })
    .map(({ name, changes, length, trailer }) => {
      const bytes = FIXTURES[name].slice()
      for (const [at, octet] of changes) bytes[at % bytes.length] = octet
      return Uint8Array.from([...bytes.slice(0, length % (bytes.length + 1)), ...trailer])
    }),
)

const RUNS = { numRuns: 5000 }

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end
}

/** Each layer starts where the one before ended; the last ends where the whole does. */
function expectTiling(layers: readonly Layer[], whole: Span): void {
  let at = whole.start
  for (const layer of layers) {
    expect(layer.start).toBe(at)
    expect(isWithin(layer, whole)).toBe(true)
    at = layer.end
  }
  expect(at).toBe(whole.end)
  for (const layer of layers) if ('quoted' in layer && layer.quoted) expectQuoteTiling(layer, layer.quoted)
}

function expectQuoteTiling(layer: Layer, quoted: readonly Layer[]): void {
  expectTiling(quoted, { start: layer.start + 8, end: layer.end })
}

function optionsOf(layer: Layer): readonly (Span & { kind: string })[] {
  if (layer.protocol === 'icmpv6') return layer.neighbourDiscovery?.options ?? []
  return 'options' in layer ? layer.options : []
}

describe('decode, whatever it is given', () => {
  it('tiles the frame with layers in order', () => {
    fc.assert(
      fc.property(anyFrame, fc.constantFrom(LINK_ETHERNET, LINK_RAW_IP, LINK_COOKED), (bytes, linkType) => {
        expectTiling(decode(bytes, bytes.length, linkType), { start: 0, end: bytes.length })
      }),
      RUNS,
    )
  })

  it('keeps fields and options within their layer', () => {
    fc.assert(
      fc.property(anyFrame, (bytes) => {
        for (const layer of decode(bytes)) {
          for (const span of Object.values(layer.spans)) expect(isWithin(span, layer)).toBe(true)
          for (const option of optionsOf(layer)) expect(isWithin(option, layer)).toBe(true)
        }
      }),
      RUNS,
    )
  })

  it('never makes up octets: no number is missing or not a number', () => {
    fc.assert(
      fc.property(anyFrame, (bytes) => {
        expect(JSON.stringify(decode(bytes))).not.toMatch(/NaN|null|undefined/)
      }),
      RUNS,
    )
  })

  it('says of every cut frame that the snapshot length cut it', () => {
    fc.assert(
      fc.property(anyFrame, fc.integer({ min: 1, max: 1500 }), (bytes, missing) => {
        const layers = decode(bytes, bytes.length + missing)
        expectTiling(layers, { start: 0, end: bytes.length })
        expect(layers.at(-1)).toMatchObject({ protocol: 'malformed', cause: 'snapshot', end: bytes.length })
      }),
      RUNS,
    )
  })

  it('reads what a cut good frame still holds as it reads it in the whole frame', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIXTURE_NAMES), fc.nat(), (name, length) => {
        const bytes = FIXTURES[name]
        const whole = decode(bytes)
        const cut = decode(bytes.slice(0, length % bytes.length), bytes.length)
        const blamed = cut.filter((layer) => layer.protocol === 'malformed' && layer.cause !== 'snapshot')
        expect(blamed).toEqual([])
        const common = cut.filter(
          (layer) => !['malformed', 'payload', 'padding', 'tcp-start'].includes(layer.protocol),
        )
        expect(common.map((layer) => layer.protocol)).toEqual(
          whole.slice(0, common.length).map((layer) => layer.protocol),
        )
      }),
      RUNS,
    )
  })
})
