import { expect, test } from 'vitest'
import { plain } from '../../src/report/paint.ts'
import { table } from '../../src/report/table.ts'
import { cut, labelled, listed, padTo, printable, ranges, wrap } from '../../src/report/text.ts'

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 13, ['one two three']],
  ['a-word-that-does-not-fit in', 5, ['a-word-that-does-not-fit', 'in']],
  ['  space\n\tof any kind  ', 80, ['space of any kind']],
  ['', 10, ['']],
])('%j wrapped to %i', (text, width, lines) => expect(wrap(width, text)).toEqual(lines))

test.each([
  ['ar2:border2/ar2-core2:border2-core2', 35, ['ar2:border2/ar2-core2:border2-core2']],
  ['ar2:border2/ar2-core2:border2-core2', 34, ['ar2:border2/', 'ar2-core2:border2-core2']],
  [
    'rs1:client/VIP:CIP ar2:border2/ar2-core2:border2-core2',
    31,
    ['rs1:client/VIP:CIP ar2:border2/', 'ar2-core2:border2-core2'],
  ],
  ['a/b/c/d', 4, ['a/b/', 'c/d']],
])('%j wrapped to %i, or behind a slash', (text, width, lines) =>
  expect(wrap(width, text, '/')).toEqual(lines),
)

test('later lines stand under the first, behind its label', () => {
  expect(labelled(30, '  why  ', 'because somebody answered whom nobody asked')).toEqual([
    '  why  because somebody',
    '       answered whom nobody',
    '       asked',
  ])
})

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['a\u0000b\u009bc', 'a·b'],
  ['grün → ok', 'grün → ok'],
])('%j is made printable', (text, shown) => expect(printable(text)).toBe(shown))

test.each([
  [
    ['rs1', 'rs2', 'rs3', 'gw'],
    ['rs1-rs3', 'gw'],
  ],
  [
    ['rs1', 'rs2', 'gw'],
    ['rs1', 'rs2', 'gw'],
  ],
  [
    ['rs8', 'rs9', 'rs10', 'rs12'],
    ['rs8-rs10', 'rs12'],
  ],
  [
    ['client', 'director'],
    ['client', 'director'],
  ],
  [[], []],
])('%j as ranges', (names, shown) => expect(ranges(names)).toEqual(shown))

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j listed', (words, text) => expect(listed(words)).toBe(text))

test('a text is cut with an ellipsis', () => {
  expect([cut(5, 'exact'), cut(4, 'exact'), cut(0, 'exact')]).toEqual(['exact', 'exa…', '…'])
})

test('width counts characters, not code units', () => expect(padTo(3, '𝛼→')).toBe('𝛼→ '))

test('a table shrinks the columns that may shrink, and no others', () => {
  const columns = [
    { title: 'name' },
    { title: 'TTL', align: 'right' },
    { title: 'text', shrinkTo: 8 },
  ] as const
  const rows = [['first', '64', 'a text that is rather long'], '    a note', ['second', '8', '']]
  expect(table(columns, rows, 30, plain)).toEqual([
    '  name    TTL  text',
    '  first    64  a text that is',
    '               rather long',
    '    a note',
    '  second    8',
  ])
})

test('a table shrinks no column below its longest word where another has more to give', () => {
  const columns = [{ title: 'mode' }, { shrinkTo: 6 }, { shrinkTo: 6 }] as const
  expect(table(columns, [['fullnat', 'source, destination', 'the director']], 33, plain)).toEqual([
    '  mode',
    '  fullnat  source,      the',
    '           destination  director',
  ])
})

test('a table that cannot be made to fit keeps its words', () => {
  expect(table([{}, { shrinkTo: 3 }], [['unbreakable', 'words here']], 10, plain)).toEqual([
    '  unbreakable  words',
    '               here',
  ])
})
