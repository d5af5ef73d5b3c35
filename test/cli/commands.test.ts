import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { findLab, listLabs, loadLab } from '../../src/lab/index.ts'
import { expandExpectations } from '../../src/verdict/expand.ts'
import { lvslab } from '../support/lvslab.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Standard output of a command that has to succeed without a word on standard error. */
async function outputOf(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await lvslab(args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

test('list names every lab, fault and variant', async () => {
  const words = listLabs().flatMap((lab) => [
    lab.name,
    ...lab.faults.map((c) => c.name),
    ...lab.variants.map((c) => c.name),
  ])
  const text = await outputOf('list')
  expect(words.filter((word) => !text.includes(word))).toEqual([])
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
})

test('list --json says what each fault declares', async () => {
  const labs = JSON.parse(await outputOf('list', '--json'))
  const dr = labs.find(({ name }: { name: string }) => name === 'dr')
  expect(dr.faults).toContainEqual({
    name: 'arp-ignore-off',
    title: expect.any(String),
    declares: { fails: ['dr/arp-one-responder'], because: 'arp-ignore', nodes: ['rs1', 'rs2'] },
  })
})

test('expect prints every promise with its id', async () => {
  const found = findLab('dr')
  const loaded = loadLab({ path: found.ok ? found.file : '' })
  const ids = loaded.ok ? expandExpectations(loaded.lab).map(({ id }) => id) : []
  const lines = (await outputOf('expect', 'dr')).split('\n')
  expect(lines.filter((line) => ids.includes(line))).toEqual(ids)
  expect(lines.at(-1)).toBe(`${ids.length} expectations`)
})

test('expect follows the number of servers', async () => {
  expect(await outputOf('expect', 'dr', '--set', 'rs.replicas=4')).toContain('rs4')
})

test('plan prints a script that a shell can read, probes included', async () => {
  const script = await outputOf('plan', 'dr')
  expect(script).toMatch(/^#!\/bin\/sh\n/)
  expect(script).toContain('\n# probe web\n')
  const { exitCode, stderr } = await execa('sh', ['-n'], { input: script, reject: false })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('a fault changes the plan', async () => {
  const [healthy, broken] = await Promise.all([
    outputOf('plan', 'dr'),
    outputOf('plan', 'dr', '--fault', 'vip-missing'),
  ])
  expect(broken).not.toBe(healthy)
})

test('validate says what a good lab is made of', async () => {
  expect(await outputOf('validate', join(ROOT, 'labs/dr/lab.yaml'))).toMatch(
    /lab\.yaml\n {2}a lab of 1 network, 4 nodes/,
  )
})

test('validate shows mistakes with their places', async () => {
  const { exitCode, stderr } = await lvslab(['validate', join(ROOT, 'test/broken/unknown-key.yaml')])
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/unknown-key\.yaml:\d+:\d+: /)
})

test('schema prints the schema of lab files', async () => {
  expect(JSON.parse(await outputOf('schema'))).toMatchObject({
    required: expect.arrayContaining(['networks', 'nodes']),
  })
})

test('schema result is the documented one', async () => {
  expect(`${await outputOf('schema', 'result')}\n`).toBe(
    readFileSync(join(ROOT, 'docs/result.schema.json'), 'utf8'),
  )
})

test('graph draws, and writes Mermaid', async () => {
  expect(await outputOf('graph', 'dr')).toContain('├─ director')
  expect(await outputOf('graph', 'dr', '--format', 'mermaid')).toMatch(/^flowchart LR\n/)
})

test('doctor without a kernel and tools says so, and whether a lab can run at all', async () => {
  const { exitCode, stdout } = await lvslab(['doctor', '--json'], { LVSLAB_CACHE: join(ROOT, 'nowhere') })
  const { checks, kernels } = JSON.parse(stdout)
  expect(checks).toContainEqual({
    name: 'kernel and tools',
    ok: false,
    found: expect.stringContaining(join(ROOT, 'nowhere')),
    cost: expect.any(String),
    remedy: expect.any(String),
  })
  expect(kernels).not.toContain('uml')
  expect(exitCode).toBe(kernels.length > 0 ? 0 : 3)
})
