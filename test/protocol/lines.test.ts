import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJsonLines } from '../../src/protocol/lines.ts'

/** What arrives when these octets come in these pieces. */
async function read(pieces: readonly Uint8Array[]) {
  const stream = new PassThrough()
  const values: unknown[] = []
  const junk: string[] = []
  readJsonLines(
    stream,
    (value) => values.push(value),
    (line) => junk.push(line),
  )
  for (const piece of pieces) stream.write(piece)
  stream.end()
  await new Promise((resolve) => stream.once('end', resolve))
  return { values, junk }
}

const octets = (text: string) => Buffer.from(text)

describe('lines of JSON', () => {
  test('arrive one by one', async () => {
    expect(await read([octets('{"a":1}\n[2]\nnull\n')])).toEqual({ values: [{ a: 1 }, [2], null], junk: [] })
  })

  test('may be empty, or end as on a terminal', async () => {
    expect(await read([octets('\n  \r\n{"a":1}\r\n\n')])).toEqual({ values: [{ a: 1 }], junk: [] })
  })

  test('stand beside words that are none', async () => {
    const text = 'Kernel panic - not syncing\n{"a":1}\n{"a":\n'
    expect(await read([octets(text)])).toEqual({
      values: [{ a: 1 }],
      junk: ['Kernel panic - not syncing', '{"a":'],
    })
  })

  test('a last one that was not ended does not count', async () => {
    expect(await read([octets('{"a":1}\n{"a":2}')])).toEqual({ values: [{ a: 1 }], junk: [] })
  })

  test('come whole, wherever the stream is cut: inside a character too', async () => {
    const cutting = fc.tuple(
      fc.array(fc.jsonValue({ noUnicodeString: false })),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
    )
    await fc.assert(
      fc.asyncProperty(cutting, async ([values, sizes]) => {
        const all = octets(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
        const pieces: Buffer[] = []
        for (let at = 0; at < all.length; at += pieces.at(-1)?.length ?? 1) {
          pieces.push(all.subarray(at, at + (sizes.next().value ?? 1)))
        }
        const expected = values.map((value) => JSON.parse(JSON.stringify(value)))
        expect(await read(pieces)).toEqual({ values: expected, junk: [] })
      }),
      { numRuns: 30 },
    )
  })
})
