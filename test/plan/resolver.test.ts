import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { PRELUDE } from '../../src/plan/prelude.ts'
import { RESOLV_FOLDER } from '../../src/plan/resolver.ts'

/** The folder that `resolver` of the prelude has filled, instead of the world's own. */
async function folderAfter(...calls: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-resolver-'))
  const script = ['set -eu; run=/nowhere', PRELUDE, ...calls].join('\n').replaceAll(RESOLV_FOLDER, folder)
  await execa('sh', ['-s'], { input: script })
  return folder
}

test('name servers of a node, in order', async () => {
  const folder = await folderAfter('resolver client 10.0.0.53 fd00::53')
  expect(readFileSync(join(folder, 'client'), 'utf8')).toBe('nameserver 10.0.0.53\nnameserver fd00::53\n')
})

test('others in their place: it is the same file, which running programs have mounted', async () => {
  const calls = ['resolver client 10.0.0.53', `ln ${RESOLV_FOLDER}/client ${RESOLV_FOLDER}/mounted`]
  const folder = await folderAfter(...calls, 'resolver client 10.0.0.1')
  expect(readFileSync(join(folder, 'mounted'), 'utf8')).toBe('nameserver 10.0.0.1\n')
})

test('nobody: an empty file, and nothing is mounted for the node', async () => {
  const folder = await folderAfter('resolver client 10.0.0.53', 'resolver client')
  expect(readFileSync(join(folder, 'client'), 'utf8')).toBe('')
})
