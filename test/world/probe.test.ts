import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Probe } from '../../src/lab/probes/types.ts'
import type { ExecValue } from '../../src/protocol/messages.ts'
import type { ProbeAttempt } from '../../src/verdict/types.ts'
import { Prober } from '../../src/world/probe.ts'

interface Recorded {
  readonly probe: Probe
  readonly firstPort: number
  readonly result: ExecValue
}

/** What curl, ping and the connecting Perl program said in User-Mode Linux, where each case was brought about. */
const recorded: Readonly<Record<string, Recorded>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded/probes.json'), 'utf8'),
)

const { PATH } = process.env
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-probe-'))
  process.env.PATH = `${folder}:${PATH}`
})
afterEach(() => {
  process.env.PATH = PATH
  rmSync(folder, { recursive: true })
})

/** Puts a program in the place of nsenter(1), so that a probe ends as it once did. */
function replay({ stdout, stderr, status }: ExecValue): void {
  writeFileSync(join(folder, 'out'), stdout)
  writeFileSync(join(folder, 'err'), stderr)
  writeFileSync(
    join(folder, 'nsenter'),
    `#!/bin/sh\ncat ${folder}/out\ncat ${folder}/err >&2\nexit ${status}\n`,
  )
  chmodSync(join(folder, 'nsenter'), 0o755)
}

function attempts(name: string): Promise<ProbeAttempt[]> {
  const { probe, firstPort, result } = recorded[name] ?? expect.fail(`${name} was not recorded`)
  replay(result)
  return new Prober().send(probe, firstPort)
}

describe('an attempt ends as its client says', () => {
  test.each([
    ['http-refused', 'refused', 'Connection refused'],
    ['http-reset', 'reset', 'Recv failure: Connection reset by peer'],
    ['http-empty', 'reset', 'Empty reply from server'],
    ['http-silent', 'timeout', /^Operation timed out after 10\d\d milliseconds with 0 bytes received$/],
    ['http-timeout', 'timeout', /^Connection timed out after 10\d\d milliseconds$/],
    ['http-unreachable', 'unreachable', 'No route to host'],
    ['http-no-route', 'unreachable', 'Network is unreachable'],
    ['tcp-refused', 'refused', 'Connection refused'],
    ['tcp-timeout', 'timeout', 'Connection timed out'],
    ['tcp-unreachable', 'unreachable', 'No route to host'],
    ['tcp-no-route', 'unreachable', 'Network is unreachable'],
    ['ping-unreachable', 'unreachable', /^From 10.0.0.2 icmp_seq=\d Destination Host Unreachable$/],
    ['ping-no-route', 'unreachable', 'ping: connect: Network is unreachable'],
  ])('%s: %s', async (name, outcome, error) => {
    for (const attempt of await attempts(name)) {
      expect(attempt).toMatchObject({ outcome })
      expect(attempt.error).toMatch(error)
    }
  })

  test('a ping that nobody answers', async () => {
    const none = { outcome: 'timeout', milliseconds: 1000 }
    expect(await attempts('ping-timeout')).toEqual([none, none])
  })

  test('a curl that also says where it came from', async () => {
    const { result, ...rest } = recorded['http-refused'] ?? expect.fail()
    replay({ ...result, stderr: result.stderr.replaceAll(' failed:', ' from 10.0.0.2 port 41006 failed:') })
    const all = await new Prober().send(rest.probe, rest.firstPort)
    expect(all).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }])
  })
})

describe('an answer', () => {
  test('of HTTP has its server, its body and the local port that it came to', async () => {
    const { firstPort } = recorded['http-answered'] ?? expect.fail()
    const answer = { outcome: 'answered', status: 200, body: 'rs1\n', server: 'rs1' }
    expect(await attempts('http-answered')).toMatchObject([
      { ...answer, localPort: firstPort },
      { ...answer, localPort: firstPort + 1 },
    ])
  })

  test('of TCP has the local port', async () => {
    const { firstPort } = recorded['tcp-answered'] ?? expect.fail()
    expect(await attempts('tcp-answered')).toEqual([
      { outcome: 'answered', localPort: firstPort, milliseconds: 10 },
      { outcome: 'answered', localPort: firstPort + 1, milliseconds: 0 },
    ])
  })

  test('of ping is one a request', async () => {
    const one = { outcome: 'answered', milliseconds: 0 }
    expect(await attempts('ping-answered')).toEqual([one, one, one])
  })
})

test.each(['http-answered', 'tcp-answered', 'ping-answered'])(
  'a client that cannot be started is a failure, not an outcome: %s',
  async (name) => {
    const { probe, firstPort } = recorded[name] ?? expect.fail()
    replay({
      status: 127,
      stdout: '',
      stderr: 'nsenter: failed to execute curl: No such file or directory\n',
    })
    await expect(new Prober().send(probe, firstPort)).rejects.toMatchObject({
      message: `probe p: 0 of ${probe.times} attempts reported`,
      detail: 'nsenter: failed to execute curl: No such file or directory',
    })
  },
)
