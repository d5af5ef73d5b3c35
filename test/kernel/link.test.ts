import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Problem } from '../../src/events/types.ts'
import { EngineLink } from '../../src/kernel/link.ts'
import { readJsonLines } from '../../src/protocol/lines.ts'
import { LONGEST_LINE } from '../../src/protocol/messages.ts'

const gone: Problem = { message: 'the engine ended unexpectedly (signal SIGKILL)', detail: 'Oops' }

/** A link whose other end is this test. */
class Peer {
  readonly folder = mkdtempSync(join(tmpdir(), 'lvslab-link-'))
  readonly lines: unknown[] = []
  readonly link: EngineLink
  readonly #output = new PassThrough()
  readonly #ended = Promise.withResolvers<Problem>()
  kills = 0

  constructor() {
    const input = new PassThrough()
    readJsonLines(
      input,
      (line) => this.lines.push(line),
      (junk) => expect.fail(junk),
    )
    this.link = new EngineLink({
      ...{ input, output: this.#output, folder: this.folder, ended: this.#ended.promise },
      onReady: () => {},
      kill: () => {
        this.kills += 1
      },
    })
  }

  say(message: object | string): void {
    this.#output.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`)
  }

  end(): void {
    this.#output.end()
    this.#ended.resolve(gone)
  }
}

let peer: Peer
beforeEach(() => {
  peer = new Peer()
})
afterEach(() => rmSync(peer.folder, { recursive: true }))

const exec = (...argv: string[]) => ({ argv, timeoutMs: 1000 })

/** Waits until the engine has got so many lines. */
const received = (count: number) => expect.poll(() => peer.lines).toHaveLength(count)

describe('a call', () => {
  test('waits until the engine listens: a serial line would lose it', async () => {
    const answer = peer.link.call('hello', { version: 1 })
    await new Promise((resolve) => setImmediate(resolve))
    expect(peer.lines).toEqual([])
    peer.say({ notice: 'ready' })
    await received(1)
    expect(peer.lines).toEqual([{ id: 1, call: 'hello', with: { version: 1 } }])
    peer.say({ id: 1, ok: true, value: { version: 1, kernel: 'Linux', uptime: 1 } })
    expect(await answer).toMatchObject({ ok: true, value: { kernel: 'Linux' } })
  })

  test('gets its own answer, in whatever order they come, and through whatever noise', async () => {
    peer.say({ notice: 'ready' })
    const answers = [peer.link.call('exec', exec('one')), peer.link.call('exec', exec('two'))]
    await received(1)
    peer.say({ notice: 'taken', id: 1 })
    await received(2)
    peer.say('random: crng init done')
    peer.say({ id: 2, ok: true, value: { stdout: 'two' } })
    peer.say({ id: 99, ok: true, value: 'for nobody' })
    peer.say({ id: 1, ok: false, error: { message: 'no one' } })
    const [one, two] = await Promise.all(answers)
    expect(one).toMatchObject({ ok: false, error: { message: 'no one' } })
    expect(two).toMatchObject({ ok: true, value: { stdout: 'two' } })
  })

  test('that is long goes through a file, whole', async () => {
    peer.say({ notice: 'ready' })
    const input = 'ü'.repeat(LONGEST_LINE)
    peer.link.call('exec', { ...exec('cat'), input })
    await received(1)
    expect(peer.lines).toEqual([{ file: expect.stringMatching(/^[^/]+$/) }])
    const { file } = peer.lines[0] as { file: string }
    const request = JSON.parse(readFileSync(join(peer.folder, file), 'utf8'))
    expect(request).toEqual({ id: 1, call: 'exec', with: { ...exec('cat'), input } })
  })

  test.each([LONGEST_LINE - 400, LONGEST_LINE + 400])(
    'never makes a line too long: input of %i',
    async (size) => {
      peer.say({ notice: 'ready' })
      peer.link.call('exec', { ...exec('cat'), input: 'x'.repeat(size) })
      await received(1)
      expect(JSON.stringify(peer.lines[0]).length).toBeLessThanOrEqual(LONGEST_LINE)
      expect(readdirSync(peer.folder)).toHaveLength(size < LONGEST_LINE ? 0 : 1)
    },
  )
})

test('a request waits until the one before has been taken: a serial line holds no more', async () => {
  peer.say({ notice: 'ready' })
  for (const word of ['one', 'two', 'three']) void peer.link.call('exec', exec(word))
  await received(1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(peer.lines).toHaveLength(1)
  peer.say({ notice: 'taken', id: 1 })
  await received(2)
  peer.say({ notice: 'taken', id: 2 })
  await received(3)
  expect(peer.lines.map((line) => (line as { id: number }).id)).toEqual([1, 2, 3])
})

describe('an engine that dies', () => {
  test('in the middle of a call is that call’s error', async () => {
    peer.say({ notice: 'ready' })
    const answer = peer.link.call('exec', exec('sleep', '9'))
    await received(1)
    peer.end()
    expect(await answer).toEqual({ ok: false, error: gone })
  })

  test('before it ever listened, too', async () => {
    const answer = peer.link.call('hello', { version: 1 })
    peer.end()
    expect(await answer).toEqual({ ok: false, error: gone })
  })

  test('is every later call’s error', async () => {
    peer.say({ notice: 'ready' })
    peer.end()
    await peer.link.ended
    expect(await peer.link.call('exec', exec('true'))).toEqual({ ok: false, error: gone })
  })

  test('in the middle of an answer has not answered', async () => {
    peer.say({ notice: 'ready' })
    const answer = peer.link.call('exec', exec('true'))
    await received(1)
    peer.say('{"id":1,"ok":true,"val')
    peer.end()
    expect(await answer).toEqual({ ok: false, error: gone })
  })
})

test('steps are heard of as they begin', async () => {
  const heard: number[] = []
  peer.link.onStep = (step) => heard.push(step)
  for (const step of [0, 1, 2]) peer.say({ notice: 'step', step })
  await expect.poll(() => heard).toEqual([0, 1, 2])
})

test('killing goes to the process', () => {
  peer.link.kill()
  expect(peer.kills).toBe(1)
})
