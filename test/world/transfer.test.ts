import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyOf, withTransfer } from '../../src/world/transfer.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-transfer-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(content: string | Buffer): string {
  const path = join(folder, 'body')
  writeFileSync(path, content)
  return path
}

test.each([
  ['', 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 3, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['a'.repeat(1_000_000), 1_000_000, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('length and digest of a file (examples of FIPS 180-2)', async (content, octets, sha256) => {
  expect(await bodyOf(file(content))).toEqual({ octets, sha256 })
})

const answered = { outcome: 'answered', milliseconds: 3, server: 'rs1' } as const
const sent = { octets: 1000, sha256: 'aa' }

test('what arrived as it was sent is answered', () => {
  const transfer = { direction: 'upload', sent, arrived: sent } as const
  expect(withTransfer(answered, transfer)).toEqual({ ...answered, transfer })
})

test.each([
  [undefined, 'none of 1000 octets arrived'],
  [{ octets: 999, sha256: 'ab' }, '999 octets arrived, 1000 were sent'],
  [{ octets: 1000, sha256: 'ab' }, 'other octets arrived than the 1000 that were sent'],
])('what did not is damaged: %j', (arrived, error) => {
  const transfer = { direction: 'download', sent, ...(arrived && { arrived }) } as const
  expect(withTransfer(answered, transfer)).toEqual({ ...answered, outcome: 'damaged', error, transfer })
})

test('an attempt that failed keeps its own end', () => {
  const failed = { outcome: 'timeout', milliseconds: 2000, error: 'Operation timed out' } as const
  expect(withTransfer(failed, { direction: 'upload', sent })).toMatchObject(failed)
})
