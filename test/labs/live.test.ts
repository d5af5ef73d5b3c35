import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyView, fold, type RunView } from '../../src/events/view.ts'
import { LiveClient } from '../../src/live/client.ts'
import { socketPath } from '../../src/live/sockets.ts'
import { compareWithDeclaration } from '../../src/verdict/declaration.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import { scratch } from '../support/scratch.ts'
import { labNamed } from './support/declared.ts'
import { COMMAND } from './support/lvslab.ts'
import { Traces } from './support/traces.ts'

const runtime = scratch('run')
const traces = new Traces()
const [program = '', ...words] = COMMAND

/** Calls lvslab with the live labs of this test alone. */
function lvslab(args: readonly string[], input = '') {
  const env = { ...traces.env, LVSLAB_RUNTIME: runtime, XDG_STATE_HOME: scratch('state') }
  return execa(program, [...words, ...args], { reject: false, env, input, all: true })
}

const client = (name: string) => new LiveClient(name, socketPath(runtime, name))

async function checked(name: string): Promise<RunView> {
  let view = emptyView
  const done = await client(name).check((event) => {
    view = fold(view, event)
  })
  expect(done).toMatchObject({ ok: true })
  return view
}

/** What does not pass, with its reason: shown where a check should have passed. */
const broken = ({ verdicts, end }: RunView) => ({
  problem: end?.problem,
  verdicts: verdicts
    .filter(({ status }) => status !== 'pass')
    .map(({ title, observed }) => ({ title, observed })),
})

describe('a live lab', () => {
  beforeAll(async () => {
    const up = await lvslab(['up', 'dr', '--kernel', 'uml'])
    expect(up.exitCode, up.all).toBe(0)
  })
  afterAll(async () => {
    await lvslab(['down', '--all'])
    await traces.expectGone()
  })

  test('is listed, and its name is taken', async () => {
    const { stdout } = await lvslab(['ps', '--json'])
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'dr', lab: 'dr', kernel: 'uml', changes: [] }])
    const second = await lvslab(['up', 'dr', '--kernel', 'uml'])
    expect(second).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('a lab is live under the name dr'),
    })
  })

  test('runs commands with their streams and their status', async () => {
    const script = 'cat; echo to standard error >&2; exit 7'
    const done = await lvslab(['exec', 'dr', 'client', '--', 'sh', '-c', script], 'to standard output')
    expect(done).toMatchObject({ exitCode: 7, stdout: 'to standard output', stderr: 'to standard error' })
    expect(await lvslab(['exec', 'dr', 'rs1', '--', 'sh', '-c', 'kill -TERM $$'])).toMatchObject({
      exitCode: 143,
    })
    const missing = await lvslab(['exec', 'dr', 'rs1', '--', 'no-such-command'])
    expect(missing).toMatchObject({ exitCode: 127, stderr: expect.stringContaining('not found') })
    expect(await lvslab(['exec', 'dr', 'rs1', '--'])).toMatchObject({ exitCode: 2 })
    expect(await lvslab(['exec', 'dr', 'nobody', '--', 'true'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('it has client, director, rs1, rs2'),
    })
  })

  test('passes more than a serial line holds, both ways', async () => {
    const text = 'a line of a paste that goes on and on\n'.repeat(20_000)
    const { stdout } = await lvslab(['exec', 'dr', 'rs2', '--', 'cat'], text)
    expect(`${stdout}\n` === text).toBe(true)
  })

  test('has shells with job control, whose window may change', async () => {
    let said = ''
    const argv = ['bash', '--norc', '-i']
    const wish = { node: 'rs1', argv, terminal: { rows: 24, columns: 80 }, env: { PS1: '> ' } }
    const shell = client('dr').session(wish, (_, octets) => {
      said += octets.toString('utf8')
    })
    const answered = async (line: string, answer: RegExp) => {
      said = ''
      shell.write(Buffer.from(line))
      await vi.waitFor(() => expect(said).toMatch(answer), { timeout: 20_000 })
    }
    await answered('stty size\n', /24 80\r\n/)
    shell.resize(50, 132)
    await answered('stty size\n', /50 132\r\n/)
    await answered('sh -c "echo begun; sleep 1000"\n', /begun\r\n/)
    await answered('\x1a', /Stopped/)
    await answered('jobs\n', /Stopped .* sh -c/)
    await answered('kill -9 %1; sleep 0.2; jobs\n', /Killed/)
    shell.write(Buffer.from('exit 9\n'))
    expect(await shell.ended).toEqual({ ok: true, value: { status: 9 } })
  })

  test('a shell whose terminal goes away goes as well', async () => {
    const wish = { node: 'rs1', argv: ['sleep', '12345'], terminal: { rows: 24, columns: 80 } }
    const shell = client('dr').session(wish, () => {})
    const sleeping = async () =>
      (await lvslab(['exec', 'dr', 'rs1', '--', 'pgrep', '-fx', 'sleep 12345'])).stdout
    await vi.waitFor(async () => expect(await sleeping()).not.toBe(''), { timeout: 20_000 })
    shell.kill()
    await vi.waitFor(async () => expect(await sleeping()).toBe(''), { timeout: 20_000 })
  })

  test('keeps its promises', async () => {
    expect(broken(await checked('dr'))).toEqual({ problem: undefined, verdicts: [] })
  })

  // Sysctls, addresses and their order, virtual services, a node more: each way in which a lab can change.
  const CHANGES = ['arp-ignore-off', 'director-vip-first', 'no-real-servers', 'rs-behind-router']
  test.each(CHANGES)('breaks by %s as declared, and is mended', async (name) => {
    const change = labNamed('dr').changes.find((one) => one.name === name)
    expect(await lvslab(['break', 'dr', name])).toMatchObject({ exitCode: 0 })
    const { verdicts } = await checked('dr')
    expect(change && compareWithDeclaration(change, verdicts)).toEqual({ ok: true })
    expect(await lvslab(['fix', 'dr', name])).toMatchObject({ exitCode: 0 })
    expect(broken(await checked('dr'))).toEqual({ problem: undefined, verdicts: [] })
  })

  test('bears several faults at once, and gives up one of them', async () => {
    await lvslab(['break', 'dr', 'arp-ignore-off', 'vip-on-eth0'])
    expect((await lvslab(['ps'])).stdout).toContain('in force: arp-ignore-off, vip-on-eth0')
    await lvslab(['fix', 'dr', 'arp-ignore-off'])
    expect((await checked('dr')).start?.change).toMatchObject({ name: 'vip-on-eth0' })
    expect((await lvslab(['fix', 'dr'])).stdout).toContain('nothing is broken')
  })

  test('is captured by whoever wants it, beside its checks', async () => {
    const file = join(scratch('capture'), 'all.pcapng')
    const capture = lvslab(['capture', 'dr', '--write', file])
    let said = ''
    capture.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    await vi.waitFor(() => expect(said).toContain('capturing on'), { timeout: 30_000 })
    await lvslab(['exec', 'dr', 'client', '--', 'curl', '-s', 'http://10.0.0.100/'])
    capture.kill('SIGINT')
    expect(await capture).toMatchObject({ exitCode: 0 })
    const loaded = loadFrames(file)
    const points = loaded.ok ? new Set(loaded.frames.map(({ point }) => point)) : new Set()
    expect(points).toContain('client:eth0')
    expect(points).toContain('director:eth0')
  })

  test('shows packets as they come', async () => {
    const journeys = lvslab(['journeys', 'dr'])
    let said = ''
    journeys.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    await vi.waitFor(() => expect(said).toContain('watching 4 interfaces'), { timeout: 30_000 })
    await lvslab(['exec', 'dr', 'client', '--', 'curl', '-s', 'http://10.0.0.100/'])
    expect((await journeys).stdout).toMatch(/direct routing by director to rs[12]/)
  })
})

describe('an exercise', () => {
  const args = ['exercise', 'dr', '--kernel', 'uml', '--name', 'puzzle', '--draw', '3']

  test('hides its fault until it is given up or repaired by hand', async () => {
    const started = await lvslab(args)
    expect(started.exitCode, started.all).toBe(0)
    expect(started.all).not.toMatch(/vip-on-eth0|VIP on eth0/)
    const check = await lvslab(['check', 'puzzle'])
    expect(check.exitCode).toBe(1)
    expect(check.all).not.toMatch(/vip-on-eth0|vip-on-link|cause|remedy/)
    expect(await lvslab(['fix', 'puzzle'])).toMatchObject({ exitCode: 1 })
    for (const node of ['rs1', 'rs2'])
      await lvslab(['exec', 'puzzle', node, '--', 'ip', 'address', 'del', '10.0.0.100/32', 'dev', 'eth0'])
    for (const node of ['rs1', 'rs2'])
      await lvslab(['exec', 'puzzle', node, '--', 'ip', 'address', 'add', '10.0.0.100/32', 'dev', 'lo'])
    const repaired = await lvslab(['check', 'puzzle'])
    expect(repaired.exitCode, repaired.all).toBe(0)
    expect(repaired.all).toContain('The exercise is solved.\nvip-on-eth0: ')
  })

  test('whose keeper is killed leaves nothing', async () => {
    const status = await client('puzzle').status()
    process.kill(status.ok ? status.value.pid : 0, 'SIGKILL')
    expect((await lvslab(['ps'])).stdout).not.toContain('puzzle')
    await traces.expectGone()
  })
})
