import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { assertApi } from '../../src/verdict/assert-answers.ts'
import type { AssertApi } from '../../src/verdict/assert-api.ts'
import { viewOf } from '../../src/verdict/view.ts'
import { labOf } from '../support/dr-lab.ts'
import { arpIgnoreOff, healthy } from '../support/scenarios.ts'
import { scratch } from '../support/scratch.ts'
import { asserted, assertFile } from './assert-support.ts'
import { failing, statuses } from './support.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const docs = readFileSync(join(CHECKOUT, 'docs/lab-format.md'), 'utf8')
const example = /```ts\n(.*?)```/s.exec(docs)?.[1] ?? expect.fail('docs/lab-format.md has no example')

test('the example of docs/lab-format.md passes on a healthy run', async () => {
  expect(statuses(await asserted(example))).toEqual([
    'assert/no-udp pass',
    'assert/first-hop pass',
    'assert/no-reset pass',
    'assert/who-speaks-arp pass',
    'assert/kernel-state pass',
  ])
})

test('and fails where real servers answer for the VIP', async () => {
  expect(failing(await asserted(example, arpIgnoreOff))).toContain('assert/kernel-state')
})

test('the docs explain all of the api, and the example uses it', () => {
  const run = healthy()
  const api: AssertApi = assertApi(viewOf(labOf(run.cast), run.evidence()))
  for (const name of Object.keys(api)) {
    expect(docs).toMatch(new RegExp(`^\\|.*\`${name}[(\`].*\\|`, 'm'))
    if (name !== 'names') expect(example).toContain(`api.${name}`)
  }
})

/** Type checks a lab outside the checkout, as the docs tell. */
function checked(text: string, folder: string) {
  const module = '--module nodenext --allowImportingTsExtensions'
  const options = `--singleThreaded --ignoreConfig --noEmit --strict ${module} --pretty false`
  const tsc = join(CHECKOUT, 'node_modules/.bin/tsc')
  return execa(tsc, [...options.split(' '), assertFile(text, folder)], { cwd: folder, reject: false })
}

test('outside the checkout, types come from a linked lvslab, or by path', async () => {
  const folder = scratch()
  const link = join(folder, 'node_modules/lvslab')
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(CHECKOUT, link)
  expect(await checked(example, folder)).toMatchObject({ stdout: '', exitCode: 0 })
  const byPath = example.replace('lvslab/assert', join(CHECKOUT, 'src/verdict/assert-api.ts'))
  expect(await checked(byPath, folder)).toMatchObject({ stdout: '', exitCode: 0 })
  const wrong = await checked(
    example.replace("status: asked.has('client') ? 'pass'", "status: asked.has('client') ? 'passed'"),
    folder,
  )
  expect(wrong.stdout).toContain('"passed"')
})
