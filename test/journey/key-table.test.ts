import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyTable } from '../../src/journey/key-table.ts'
import { NOTHING } from '../../src/journey/records.ts'

test('holds what a Map would, however its entries collide', () => {
  // Few distinct low words, spread over slots that wrap round: long runs of probes, and gaps within them.
  const key = fc.tuple(fc.constantFrom(0, 1, 6, 7, 14, 15, -1), fc.nat(3))
  const step = fc.record({ key, row: fc.option(fc.nat(1000), { nil: undefined }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const table = new KeyTable(8)
      const model = new Map<string, number>()
      const touched = new Map<string, readonly [number, number]>()
      for (const { key, row } of steps) {
        touched.set(String(key), key)
        if (row === undefined) {
          table.delete(...key)
          model.delete(String(key))
        } else {
          table.set(...key, row)
          model.set(String(key), row)
        }
        for (const [name, each] of touched) expect(table.get(...each)).toBe(model.get(name) ?? NOTHING)
      }
    }),
  )
})
