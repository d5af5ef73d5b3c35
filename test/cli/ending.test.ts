import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAKE, fakeLvslab, MAIN } from '../support/lvslab.ts'

/** A command for bash, whose status is that of the first part of a pipe that fails. */
const shell = (command: string) => execa('bash', ['-c', `set -o pipefail; ${command}`], { reject: false })

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A run that goes on until it is interrupted; ready once it has said what it runs. */
async function running(mode: 'hang' | 'deaf') {
  const child = fakeLvslab([mode, 'run', 'dr', join(folder, 'out')])
  await once(child.stdout, 'data')
  return { child }
}

describe('a signal', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends a run in good order with 130',
    async (signal) => {
      const { child } = await running('hang')
      child.kill(signal)
      const { exitCode, stdout } = await child
      expect(exitCode).toBe(130)
      expect(stdout).toContain('\nINTERRUPTED ')
      expect(JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8'))).toMatchObject({
        outcome: 'interrupted',
      })
    },
  )

  test('that comes twice at the same time, as from npm, is one', async () => {
    const { child } = await running('hang')
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect((await child).stdout).toContain('\nINTERRUPTED ')
  })

  test('that comes again ends even a run that does not hear', async () => {
    const { child } = await running('deaf')
    child.kill('SIGINT')
    const again = setInterval(() => child.kill('SIGINT'), 400)
    const { exitCode } = await child
    clearInterval(again)
    expect(exitCode).toBe(130)
  })
})

describe('a reader that leaves', () => {
  test.each([`list --json`, `plan dr`, `schema`])('lvslab %s | head -1 is quiet', async (args) => {
    const { stdout, stderr } = await shell(`'${process.execPath}' '${MAIN}' ${args} | head -1`)
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toHaveLength(1)
  })

  test('interrupts a run', async () => {
    const { exitCode, stderr } = await shell(
      `'${process.execPath}' '${FAKE}' hang json dr '${folder}/out' | head -c 1`,
    )
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' })
  })
})

test('--reporter json writes the event stream and nothing else', async () => {
  const { stdout } = await fakeLvslab(['fail', 'json', 'dr', join(folder, 'out')])
  expect(`${stdout}\n`).toBe(readFileSync(join(folder, 'out', 'events.jsonl'), 'utf8'))
})

test('standard output that cannot be written is an error', async () => {
  const { exitCode, stderr } = await shell(`'${process.execPath}' '${MAIN}' schema >/dev/full`)
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('no space left'),
  })
})

test.each([
  [{ FORCE_COLOR: '1' }, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [{ NO_COLOR: '1' }, false],
  [{}, false],
])('with %j in the environment colour is %s', async (env, coloured) => {
  const { stdout } = await fakeLvslab(['pass', 'run', 'dr', join(folder, 'out')], {
    ...env,
    NODE_NO_WARNINGS: '1',
  })
  expect(stdout.includes('\u001b[')).toBe(coloured)
})
