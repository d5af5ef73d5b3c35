import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { scratch } from '../support/scratch.ts'
import { fixture, start } from './support/lvslab.ts'

describe('lvslab test, on a lab whose changes do not do what they declare', () => {
  const out = scratch()
  let status: number | undefined
  let text = ''
  beforeAll(async () => {
    const ended = await start(['test', fixture('boasting'), '--kernel', 'uml', '--jobs', '2', '--out', out])
    status = ended.exitCode
    text = ended.all
  })

  test('fails', () => expect(status, text).toBe(1))

  test('says which, and why', () => {
    const lines = text.replace(/\s+/g, ' ')
    expect(lines).toMatch(/ healthy PASS 1 promise kept/)
    expect(lines).toMatch(/ said-to-break FAIL outcome\/web has to fail, but passed: /)
    expect(lines).toMatch(/ said-to-be-harmless FAIL outcome\/web has to pass, but failed: /)
    expect(lines).toMatch(/ harmless PASS 1 promise kept/)
  })

  test.each(['healthy', 'said-to-break', 'said-to-be-harmless', 'harmless'])('%s has a folder', (name) => {
    expect(readFileSync(join(out, 'boasting', name, 'result.json'), 'utf8')).toContain('"lab": "boasting"')
  })
})
