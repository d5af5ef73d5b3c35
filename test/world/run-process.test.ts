import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runProcess } from '../../src/world/run-process.ts'

const PATIENCE = { timeoutMs: 60_000 }

const sh = (text: string, options = {}) => runProcess(['sh', '-c', text], { ...PATIENCE, ...options })

describe('a process that ends', () => {
  test('gives its status and both of its outputs', async () => {
    expect(await sh('echo out; echo err >&2; exit 3')).toEqual({
      status: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    })
  })

  test('by a signal has no status', async () => {
    expect(await sh('kill -TERM $$')).toEqual({ signal: 'SIGTERM', stdout: '', stderr: '' })
  })

  test('does not have to read its input', async () => {
    expect(await sh('exit 0', { input: 'x'.repeat(10_000_000) })).toMatchObject({ status: 0 })
  })

  test('reads its input to the end, none if there is none', async () => {
    expect(await sh('cat', { input: 'ünïcode\n'.repeat(50_000) })).toMatchObject({
      stdout: 'ünïcode\n'.repeat(50_000),
    })
    expect(await sh('cat')).toMatchObject({ status: 0, stdout: '' })
  })

  test('has the variables that it was given beside those that there are', async () => {
    const { stdout } = await sh('echo "$GREETING $HOME"', { env: { GREETING: 'hello' } })
    expect(stdout).toBe(`hello ${process.env.HOME ?? ''}\n`)
  })
})

test('a command that does not exist ends as in a shell', async () => {
  expect(await runProcess(['lvslab-no-such-command'], PATIENCE)).toEqual({
    status: 127,
    stdout: '',
    stderr: expect.stringContaining('lvslab-no-such-command: '),
  })
})

test('what is written to descriptor 3 is announced as it comes', async () => {
  const heard: string[] = []
  const result = await sh('echo one >&3; read -r _; echo two >&3', {
    input: 'go\n',
    onAnnounce: (text: string) => heard.push(text),
  })
  expect(result).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(heard.join('')).toBe('one\ntwo\n')
})

describe('at the deadline', () => {
  test('a process is killed', async () => {
    expect(await sh('echo begun; sleep 600', { timeoutMs: 300 })).toMatchObject({
      signal: 'SIGKILL',
      stdout: 'begun\n',
    })
  })

  test('so is what it has started', async () => {
    const { stdout } = await sh('sleep 600 & echo $!; wait', { timeoutMs: 300 })
    const child = Number(stdout)
    expect(child).toBeGreaterThan(1)
    await expect.poll(() => isAlive(child), { timeout: 60_000 }).toBe(false)
  })

  test('an output that a child holds open is no longer waited for', async () => {
    expect(await sh('sleep 600 & echo gone', { timeoutMs: 300 })).toMatchObject({
      status: 0,
      stdout: 'gone\n',
    })
  })
})

/** What has ended and was not waited for has no program any more; see proc_pid_exe(5). */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`)
}
