import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { candidatesFor, type Lookup } from '../../src/cli/completion/candidates.ts'
import { completionScripts } from '../../src/cli/completion/scripts.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { MAIN } from '../support/lvslab.ts'
import { scratch } from '../support/scratch.ts'

const known: Lookup = (name, before) => [{ word: `${name}(${before.join(' ')})`, help: '' }]
const program = buildProgram()
const words = (line: string, lookup: Lookup = known) =>
  candidatesFor(program, line.split(' '), lookup).map(({ word }) => word)

describe('candidates', () => {
  test.each([
    ['', ['run', 'test', 'list', 'up', 'help']],
    ['te', ['test']],
    ['--v', ['--version']],
    ['run dr --ker', ['--kernel']],
    ['run --kernel ', ['auto', 'uml', 'host']],
    ['run dr --kernel u', ['uml']],
    ['test --reporter j', ['json', 'junit']],
    ['schema ', ['lab', 'result']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['kernel ', ['build', 'list', 'use', 'remove']],
    ['kernel list --j', ['--json']],
  ])('%s', (line, expected) => expect(words(line)).toEqual(expect.arrayContaining(expected)))

  test.each([
    ['run ', 'lab()'],
    ['run --kernel uml ', 'lab()'],
    ['run dr --fault ', 'fault(dr --fault)'],
    ['test dr ', 'labs(dr)'],
    ['break dr one ', 'fault(dr one)'],
    ['exec dr ', 'node(dr)'],
    ['report ', 'run()'],
    ['kernel use ', 'kernel()'],
    ['kernel remove ', 'built()'],
  ])('%s asks for a name', (line, asked) => expect(words(line)).toEqual([asked]))

  test.each(['keep', 'compl'])('%s: hidden commands stay hidden', (line) => {
    expect(words(line)).toEqual(expect.not.arrayContaining(['keep', 'complete']))
  })

  test.each(['run dr --out ', 'run dr another ', 'nonsense '])(
    '%s: none, so that the shell offers files',
    (line) => {
      expect(words(line, () => [])).toEqual([])
    },
  )
})

/** A folder for PATH in which lvslab runs from its sources. */
function programFolder(): string {
  const folder = scratch()
  writeFileSync(join(folder, 'lvslab'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`, {
    mode: 0o755,
  })
  return folder
}

test.each([
  ['lvslab run ipv6-', ['ipv6-dr', 'ipv6-nat']],
  ['lvslab run dr --fault arp-ann', ['arp-announce-off']],
  ['lvslab exp', ['expect']],
])('bash completes %s', async (line, expected) => {
  const typed = line.split(' ')
  const script = `${completionScripts.bash}
COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${typed.length - 1}
_lvslab
printf '%s\\n' "\${COMPREPLY[@]}"`
  const env = { PATH: `${programFolder()}:${process.env.PATH}` }
  const { stdout } = await execa('bash', ['-c', script], { env })
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(expected))
  expect(stdout.split('\n').every((word) => word.startsWith(typed.at(-1) ?? ''))).toBe(true)
})
