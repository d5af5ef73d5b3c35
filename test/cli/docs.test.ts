import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandReference } from '../../src/cli/docs.ts'

const DOCS = join(import.meta.dirname, '../../docs')

test('docs/cli.md is what the commands say of themselves (vitest -u writes it)', async () => {
  await expect(commandReference()).toMatchFileSnapshot(join(DOCS, 'cli.md'))
})

test('help fits a terminal of 80 columns', () => {
  const help = [...commandReference().matchAll(/```text\n([^`]*)```/g)].flatMap(([, block = '']) =>
    block.split('\n'),
  )
  expect(help.length).toBeGreaterThan(100)
  expect(help.filter((line) => line.length > 80)).toEqual([])
})
