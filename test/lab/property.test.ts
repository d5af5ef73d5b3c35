import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listLabs } from '../../src/lab/find.ts'
import { type LoadOptions, loadLab } from '../../src/lab/load.ts'
import { type Diagnostic, formatDiagnostic } from '../../src/text/diagnostic.ts'

const BROKEN = join(import.meta.dirname, '../broken')
const good = listLabs().map(({ file }) => readFileSync(file, 'utf8'))
const broken = readdirSync(BROKEN)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(BROKEN, name), 'utf8'))

/** Pieces that labs are made of, and pieces that have broken parsers before. */
const words = [
  ...new Set(good.flatMap((text) => text.split(/([\s{}[\],:"]+)/)).filter(Boolean)),
  ...[
    '${',
    '}',
    '&a',
    '*a',
    '<<:',
    '---',
    '...',
    '!!binary',
    '? ',
    '| ',
    '> ',
    '%YAML 1.1',
    '"',
    "'",
    '#',
    '\t',
    '\0',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    '~',
    '-1',
    '1e400',
    '.nan',
    '0x',
    '\u{1F600}',
    '\uD800',
    '10.0.0.256',
  ],
]

const word = fc.constantFrom(...words)
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: word }, fc.string({ maxLength: 8 })), { maxLength: 60 })
  .map((all) => all.join(''))

/** A lab with a few pieces cut out, put in or doubled. */
const mutated = fc
  .tuple(
    fc.constantFrom(...good, ...broken),
    fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(12), word), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([lab, edits]) =>
    edits.reduce((now, [where, length, piece]) => {
      const at = Math.floor(where * now.length)
      return now.slice(0, at) + piece + now.slice(at + length)
    }, lab),
  )

const options: fc.Arbitrary<LoadOptions> = fc.record(
  {
    set: fc.dictionary(
      fc.oneof(word, fc.constantFrom('vip', 'scheduler', 'rs.replicas', 'rs1.on', 'web.times')),
      fc.oneof(word, fc.string()),
    ),
    change: fc.oneof(word, fc.constantFrom('arp-ignore-off', 'wrr')),
    seed: fc.string(),
  },
  { requiredKeys: [] },
)

function inside({ place, path }: Diagnostic): boolean {
  if (!place) return path !== undefined
  return place.start >= 0 && place.start <= place.end && place.end <= place.source.text.length
}

/** Either a lab, or mistakes that can be pointed at and shown. */
function holds(content: string, given: LoadOptions): void {
  const loaded = loadLab({ path: 'random.yaml', text: content }, given)
  const found = loaded.ok ? loaded.warnings : loaded.errors
  if (!loaded.ok) expect(loaded.errors.length).toBeGreaterThan(0)
  for (const diagnostic of found) {
    expect(inside(diagnostic), JSON.stringify(diagnostic.message)).toBe(true)
    expect(formatDiagnostic(diagnostic)).toMatch(/^(random\.yaml|--set)(:\d+:\d+)?: /)
  }
}

describe('whatever is written, a lab or a mistake comes of it', () => {
  test('random text', () => {
    fc.assert(fc.property(text, options, holds), { numRuns: 1500 })
  })

  test('labs with random edits', () => {
    fc.assert(fc.property(mutated, options, holds), { numRuns: 300 })
  })

  test('a good lab stays good in any order of its sections', () => {
    const sections = (good[0] ?? '').split(/^(?=\S)/m)
    fc.assert(
      fc.property(fc.shuffledSubarray(sections, { minLength: sections.length }), (shuffled) => {
        expect(loadLab({ path: 'random.yaml', text: shuffled.join('\n') }).ok).toBe(true)
      }),
      { numRuns: 8 },
    )
  })
})
