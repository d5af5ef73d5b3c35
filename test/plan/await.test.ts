import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AWAIT } from '../../src/plan/perl-await.ts'
import { scratch } from '../support/scratch.ts'

const run = scratch('await')
let server: Server
let port = 0

/** A daemon's folder as `start` leaves it: this very process stands for the daemon. */
function daemon(name: string, pid: number, log = ''): void {
  mkdirSync(join(run, name), { recursive: true })
  writeFileSync(join(run, name, 'pid'), `${pid}\n`)
  writeFileSync(join(run, name, 'log'), log)
}

const waited = (lines: string) => execa('perl', ['-e', AWAIT, run], { input: `${lines}\n`, reject: false })

beforeAll(async () => {
  daemon('here', process.pid, 'begin\nit is ready\n')
  daemon('gone', 2 ** 22 - 1, Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join(''))
  server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})

afterAll(() => void server.close())

describe('waiting for daemons', () => {
  test('ends when a socket listens and a line was said, one after the other', async () => {
    const { exitCode, stderr } = await waited(
      `here listens tcp ${port}\nhere says 5 1 (is|was) ready$\nhere says 5 2 i`,
    )
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  })

  test('goes on when nothing was said for as long as it may take', async () => {
    const begun = performance.now()
    expect((await waited('here says 0.3 1 never')).exitCode).toBe(0)
    expect(performance.now() - begun).toBeGreaterThan(290)
  })

  test('shows the last lines of a daemon that has ended', async () => {
    const { exitCode, stderr } = await waited('gone listens udp 53')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^gone ended before it listened on port 53; its last lines:\nline 10\n/)
    expect((await waited('gone says 5 1 never')).stderr).toMatch(/^gone ended; its last lines:/)
  })
})
