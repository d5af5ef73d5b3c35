import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { PRELUDE } from '../../src/plan/prelude.ts'
import { quote } from '../../src/plan/quote.ts'
import { folderWith } from '../keepalived/support.ts'

/** What `examine` of the prelude makes of a daemon that says this and ends so; no namespace is entered. */
async function examined(said: string, status: number, known: string) {
  const run = folderWith({})
  mkdirSync(join(run, 'lb-keepalived'))
  const daemon = `printf %s ${quote(said)} >&2; exit ${status}`
  const script = [
    `set -eu; run=${run}`,
    PRELUDE,
    'enter() { shift; "$@"; }',
    `examine lb-keepalived lb ${quote(known)} ' accept: [complaint] bears it.' sh -c ${quote(daemon)}`,
    'echo passed',
  ]
  const { stdout, stderr } = await execa('sh', ['-s'], { input: script.join('\n'), reject: false })
  return stdout === 'passed' ? 'passed' : stderr.split('\n')
}

const LAST = (status: number) =>
  `That is what is wrong with the configuration of lb-keepalived, status ${status}. accept: [complaint] bears it.`

test.each([
  ['nothing is wrong', '', 0, '', 'passed'],
  ['of a line nothing is known', '(a.conf: Line 7) odd\n', 5, '', ['(a.conf: Line 7) odd', LAST(5)]],
  ['it is known', '(a.conf: Line 7) odd\n(b c.conf: Line 1) odd', 5, '5 9 a.conf\n1 1 b c.conf', 'passed'],
  ['it is of another line', '(a.conf: Line 7) odd', 5, '8 9 a.conf', [`(a.conf: Line 7) odd${LAST(5)}`]],
  ['it is of another file', '(a.conf: Line 7) odd\n', 5, '5 9 b.conf', ['(a.conf: Line 7) odd', LAST(5)]],
  ['it names no line, and something is known', 'odd\n', 6, '1 1 a.conf', 'passed'],
  ['it names no line, and nothing is known', 'odd\n', 6, '', ['odd', LAST(6)]],
  ['it ends as no complaint does', '', 139, '1 1 a.conf', [LAST(139)]],
])('%s', async (_, said, status, known, expected) =>
  expect(await examined(said, status, known)).toEqual(expected),
)
