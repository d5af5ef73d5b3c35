import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchText, quote } from '../../src/plan/quote.ts'

/** What sh(1) makes of the words of a command. */
function wordsOf(command: string): string[] {
  const output = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
  return output.split('\0').slice(0, -1)
}

describe('quote', () => {
  test.each([
    ['10.0.0.1/24', '10.0.0.1/24'],
    ['rs1:eth0', 'rs1:eth0'],
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['*', "'*'"],
    ['~', "'~'"],
  ])('%j is written %s', (word, quoted) => expect(quote(word)).toBe(quoted))

  test('any word comes out of a shell as it went in', () => {
    const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const wellFormed = words.map((one) => one.toWellFormed())
        expect(wordsOf(wellFormed.map(quote).join(' '))).toEqual(wellFormed)
      }),
      { numRuns: 50 },
    )
  })
})

describe('batchText', () => {
  test('puts the words of each line together', () => {
    expect(
      batchText([
        ['link', 'add', 'name', 'rs1-eth0'],
        ['-t', '10.0.0.100:80'],
      ]),
    ).toBe('link add name rs1-eth0\n-t 10.0.0.100:80')
  })

  test.each([
    'a b',
    'a\nb',
    'a\tb',
    '',
    ' ',
    '#',
    'a#b',
    'a\\',
    '"a"',
    "a'b",
    'a;b',
    '$a',
    '`a`',
    'ü',
    'a\r',
  ])('%j is no plain word, and a bug', (word) =>
    expect(() => batchText([['link', word]])).toThrow('not a plain word'),
  )
})
