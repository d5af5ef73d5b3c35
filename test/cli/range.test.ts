import { expect, test } from 'vitest'
import { serverRange, size, sizeRange } from '../../src/cli/range.ts'

test.each([
  ['1', { from: 1, to: 1 }],
  ['2..128', { from: 2, to: 128 }],
  ['250', { from: 250, to: 250 }],
])('servers %s', (text, range) => expect(serverRange(text)).toEqual(range))

test.each([
  ['100', 100],
  ['1k', 1000],
  ['1.5kB', 1500],
  ['10M', 10_000_000],
  ['10 MB', 10_000_000],
  ['0', 0],
])('size %s', (text, octets) => {
  expect(size(text)).toBe(octets)
  expect(sizeRange(text)).toEqual({ from: octets, to: octets })
})

test('sizes from 1k to 10M', () => expect(sizeRange('1k..10M')).toEqual({ from: 1000, to: 10_000_000 }))

test.each(['', '0', '251', '-1', '2.5', 'x', '2..', '..2', '4..2', '2..2', '1..2..3', '2...4', '1e2'])(
  'servers %j is refused',
  (text) => expect(() => serverRange(text)).toThrow(/It has to be a number from 1 to 250|A range goes/),
)

test.each(['', 'k', '11M', '10.1M', '-5', '1G', '1 m', '0..5', '5k..1k', '1k..1k', '1k..20M', 'NaN'])(
  'size %j is refused',
  (text) => expect(() => sizeRange(text)).toThrow(/It has to be a size of at most 10M|A range goes/),
)
