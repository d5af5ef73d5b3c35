import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fakeLvslab } from '../support/lvslab.ts'
import { scratch } from '../support/scratch.ts'

describe('lvslab run --reporter', () => {
  test('junit: XML and nothing else', async () => {
    const { stdout, exitCode } = await fakeLvslab(['fail', 'junit', 'dr', join(scratch(), 'out')])
    expect(stdout).toMatch(/^<\?xml [\s\S]*<\/testsuites>$/)
    expect(exitCode).toBe(1)
  })

  test('markdown: a page and nothing else', async () => {
    const { stdout } = await fakeLvslab(['pass', 'markdown', 'dr', join(scratch(), 'out')])
    expect(stdout).toMatch(/^## PASS dr: /)
  })

  test('github: what is to be read, behind a stop to commands; then annotations and the summary', async () => {
    const summary = join(scratch(), 'summary.md')
    const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: '/home/ada/lvslab' }
    const { stdout } = await fakeLvslab(['error', 'github', 'dr', join(scratch(), 'out')], env)
    const lines = stdout.split('\n')
    const token = /^::stop-commands::(\S{20,})$/.exec(lines[0] ?? '')?.[1]
    const resumed = lines.indexOf(`::${token}::`)
    expect(lines.slice(0, resumed).join('\n')).toContain('dr: LVS direct routing on one LAN')
    expect(lines.slice(resumed + 1)).toEqual([
      expect.stringMatching(/^::error file=labs\/dr\/lab\.yaml,line=\d+,/),
    ])
    expect(readFileSync(summary, 'utf8')).toMatch(/^## ERROR dr: /)
  })
})
