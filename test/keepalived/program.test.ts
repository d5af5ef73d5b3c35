import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { SILENT } from '../../src/keepalived/index.ts'
import { findToolbox } from '../../src/setup/sysroot.ts'
import { ALONE, change } from './cases.ts'
import { examined, folderWith, HEALTHY } from './support.ts'

const toolbox = findToolbox()
const program = toolbox?.tool('keepalived')

/** keepalived complains of every configuration to whoever is not root, so only root is told anything. */
const asked = program !== undefined && process.getuid?.() === 0

/** What `keepalived -t` says of a file: its status, and the lines that it names. */
async function tested(text: string) {
  const file = join(folderWith({ 'a.conf': text }), 'a.conf')
  const { exitCode, stderr } = await execa(program ?? '', ['-t', '-f', file], {
    reject: false,
    env: { LD_LIBRARY_PATH: toolbox?.libraries ?? '' },
  })
  return { exitCode, lines: [...stderr.matchAll(/: Line (\d+)\)/g)].map(([, line]) => Number(line)) }
}

/** What keepalived ends with after any complaint about a configuration, and about scripts. */
const COMPLAINT = 5
const INSECURE = 6

describe.runIf(asked)('findings against the program itself', () => {
  test('the healthy file is healthy to keepalived too', async () =>
    expect(await tested(HEALTHY)).toEqual({ exitCode: 0, lines: [] }))

  test.each(ALONE)('%s, for %j → %j', async (id, from, to) => {
    const text = change(HEALTHY, from, to)
    const { exitCode } = await tested(id === 'state-ah' ? text.replace('PASS', 'AH') : text)
    expect(exitCode).toBe(SILENT.has(id) ? 0 : id === 'script-security' ? INSECURE : COMPLAINT)
  })

  test.each(
    ALONE.filter(([id]) => ['unknown-keyword', 'value', 'method-unknown', 'password-cut'].includes(id)),
  )('%s, for %j → %j, is at the line that keepalived names', async (_, from, to) => {
    const text = change(HEALTHY, from, to)
    const { lines } = await tested(text)
    const found = examined([text]).findings.map(
      ({ place }) => place?.source.text.slice(0, place.start).split('\n').length,
    )
    expect([...new Set(lines)]).toEqual(found)
  })
})
