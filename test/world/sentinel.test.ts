import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SentinelSearch } from '../../src/world/sentinel.ts'

/** How much the search reads at once. */
const READ = 64 * 1024

const NEEDLE = 'lvslab-sentinel first'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-sentinel-'))
  path = join(folder, 'capture.pcap')
  writeFileSync(path, '')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a search for a sentinel frame', () => {
  test('finds nothing in an empty file, and what comes later', () => {
    const search = new SentinelSearch(path, 'first')
    expect(search.found()).toBe(false)
    appendFileSync(path, `some frames ${NEEDLE} and more`)
    expect(search.found()).toBe(true)
    expect(search.found()).toBe(true)
  })

  test('is not content with the sentinel of another time', () => {
    const search = new SentinelSearch(path, 'last')
    appendFileSync(path, NEEDLE)
    expect(search.found()).toBe(false)
  })

  test.each(Array.from({ length: NEEDLE.length + 2 }, (_, index) => index))(
    'finds it %i octets before the end of a read',
    (before) => {
      writeFileSync(path, `${'.'.repeat(READ - before)}${NEEDLE}${'.'.repeat(9)}`)
      expect(new SentinelSearch(path, 'first').found()).toBe(true)
    },
  )

  test('finds it however the file grows, and never before it is there', () => {
    const pieces = fc.array(fc.string({ minLength: 0, maxLength: 12 }), { maxLength: 30 })
    fc.assert(
      fc.property(pieces, fc.nat(NEEDLE.length), pieces, (before, cut, after) => {
        writeFileSync(path, '')
        const search = new SentinelSearch(path, 'first')
        const growth = [...before, NEEDLE.slice(0, cut), NEEDLE.slice(cut), ...after]
        let written = ''
        for (const piece of growth) {
          appendFileSync(path, piece)
          written += piece
          expect(search.found()).toBe(written.includes(NEEDLE))
        }
      }),
    )
  })
})
