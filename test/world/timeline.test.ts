import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Probe } from '../../src/lab/probes/types.ts'
import type { TimedEvent } from '../../src/lab/timeline/types.ts'
import type { Lab } from '../../src/lab/types.ts'
import { renderTimelineScript } from '../../src/plan/script.ts'
import type { Happened } from '../../src/verdict/types.ts'
import { runTimeline } from '../../src/world/timeline.ts'
import { good } from '../lab/support.ts'

/** The very script, on this machine: nsenter(1) is replaced by one that stays here. */
const { PATH } = process.env
let folder = ''
let server: Server | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-timeline-'))
  mkdirSync(join(folder, 'timeline'))
  writeFileSync(join(folder, 'nsenter'), '#!/bin/sh\nshift\nexec "$@"\n')
  chmodSync(join(folder, 'nsenter'), 0o755)
  process.env.PATH = `${folder}:${PATH}`
})
afterEach(() => {
  process.env.PATH = PATH
  server?.close()
  rmSync(folder, { recursive: true })
})

const HOST = '127.0.0.1'
/** Below the ports that the kernel gives out, and not those of the run before, which rest for a minute. */
let firstPort = 22000 + 20 * (process.pid % 400)

/** Answers over HTTP as long as `answering` says so. */
async function serve(answering: () => boolean): Promise<number> {
  const listening = Promise.withResolvers<void>()
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', () => {
      if (answering()) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Served-By: rs7\r\n\r\nrs7\n')
    })
  })
  server.listen(0, HOST, listening.resolve)
  await listening.promise
  return (server.address() as { port: number }).port
}

const steady = (port: number): Probe => ({
  ...{ kind: 'http', name: 'p', from: 'here', url: `http://${HOST}:${port}/x` },
  ...{ times: 10, everyMs: 50, timeoutMs: 2000 }, // longer than a busy machine takes to answer
})

const LAB = good(`title: Test
networks: { lan: 10.0.0.0/24 }
nodes: { here: { on: lan } }
probes: { p: { from: here, ping: 10.0.0.9 } }
expect: [{ outcome: { probe: p, is: unreachable } }]
`)

async function pass(events: TimedEvent[], probes: Probe[], lastsMs = 500) {
  firstPort += 20
  const lab: Lab = { ...LAB, timeline: { lastsMs, events } }
  const script = renderTimelineScript(
    lab,
    probes.map((probe) => ({ probe, firstPort })),
  )
  const happened: Happened[] = []
  const read = probes.map(({ name, from, times }) => ({ name, from, times, firstPort }))
  const results = await runTimeline({ script, probes: read, timeoutMs: 10_000 }, folder, (what) => {
    happened.push(what)
  })
  return { happened, results }
}

const touch = (name: string, atMs: number, path = join(folder, name)): TimedEvent => ({
  ...{ name, atMs, kind: 'run', node: 'here', argv: ['touch', path] },
})

describe('a steady probe', () => {
  test('begins an attempt at each of its times, whatever became of those before', async () => {
    let asked = 0
    const port = await serve(() => ++asked !== 3 && asked !== 4)
    const { results } = await pass([], [steady(port)])
    const attempts = results[0]?.attempts ?? []
    expect(attempts.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 10 }, (_, index) => (index === 2 || index === 3 ? 'timeout' : 'answered')),
    )
    expect(attempts.map(({ localPort }) => localPort)).toEqual(
      Array.from({ length: 10 }, (_, index) => firstPort + index),
    )
    expect(attempts[0]).toMatchObject({ server: 'rs7' })
    const begun = attempts.map(({ at = 0 }) => at - (attempts[0]?.at ?? 0))
    for (const [index, time] of begun.entries()) expect(time).toBeGreaterThan(50 * index - 1)
  })

  test('tells of who refuses', async () => {
    const { results } = await pass([], [steady(1)])
    expect(new Set(results[0]?.attempts.map(({ outcome }) => outcome))).toEqual(new Set(['refused']))
  })
})

describe('events', () => {
  test('happen at their times, in order, and are told of with how long they took', async () => {
    const { happened } = await pass([touch('one', 100), touch('two', 300)], [])
    expect(happened.map(({ event }) => event)).toEqual(['begin', 'one', 'two'])
    const [begin = 0, one = 0, two = 0] = happened.map(({ at }) => at)
    // A busy machine hears of the beginning late, and then the rest seems early.
    expect(one - begin).toBeGreaterThanOrEqual(50)
    expect(two - begin).toBeGreaterThanOrEqual(250)
    expect(happened.every(({ milliseconds }) => milliseconds >= 0)).toBe(true)
    expect(readFileSync(join(folder, 'two'), 'utf8')).toBe('')
  })

  test('one that cannot be brought about ends the timeline with its words', async () => {
    await expect(pass([touch('lost', 50, join(folder, 'no/where'))], [])).rejects.toThrow(
      /the timeline ended with status 1 at lost/,
    )
  })
})
