import type { Outcome, Probe } from '../lab/types.ts'
import { probeCommand } from '../plan/probe.ts'
import type { ExecValue } from '../protocol/messages.ts'
import type { ProbeAttempt } from '../verdict/types.ts'
import { Failure, lastLines } from './failure.ts'
import { withPath } from './program.ts'
import { runProcess } from './run-process.ts'

/** Body of an answer that is kept, in characters. */
const KEPT_BODY = 4096

/** Sends a probe's traffic from its node and reads how each attempt ended. */
export async function sendProbe(probe: Probe, firstPort: number): Promise<ProbeAttempt[]> {
  const argv = ['nsenter', `--net=/run/netns/${probe.from}`, ...withPath(probeCommand(probe, firstPort))]
  const timeoutMs = probe.times * (probe.timeoutMs + 1000) + 10_000
  const result = await runProcess(argv, { timeoutMs })
  const attempts = READERS[probe.kind](result, probe, firstPort)
  if (attempts.length === probe.times) return attempts
  const said = lastLines(result.stderr) || `status ${result.status}`
  throw new Failure(`probe ${probe.name}: ${attempts.length} of ${probe.times} attempts reported`, said)
}

type Reader = (result: ExecValue, probe: Probe, firstPort: number) => ProbeAttempt[]

const READERS: Record<Probe['kind'], Reader> = { http: readCurl, tcp: readConnects, ping: readPing }

interface CurlReport {
  readonly server: string
  readonly curl: {
    readonly exitcode: number
    readonly errormsg: string | null
    readonly http_code: number
    readonly time_total: number
  }
}

function readCurl({ stdout, stderr }: ExecValue, _probe: Probe, firstPort: number): ProbeAttempt[] {
  const attempts: ProbeAttempt[] = []
  let body = ''
  for (const line of stdout.split('\n')) {
    if (line.startsWith('{"server":"')) {
      const port = firstPort + attempts.length
      attempts.push(toAttempt(JSON.parse(line) as CurlReport, body, port, connectError(stderr, port)))
      body = ''
    } else if (body.length < KEPT_BODY) body += line === '' ? '' : `${line}\n`
  }
  return attempts
}

/**
 * curl's verbose words: `* Local port: 40001`, then `* connect to 10.0.0.100 port 80 failed: Connection refused`,
 * where newer ones say `port 80 from 10.0.0.2 port 40001 failed`, or, without a route,
 * `* Immediate connect fail for 10.0.0.100: Network is unreachable`.
 */
function connectError(verbose: string, port: number): string | undefined {
  const [, own = ''] = verbose.split(`* Local port: ${port}\n`)
  const [untilNext = ''] = own.split('* Local port: ')
  return CONNECT_FAILED.exec(untilNext)?.[1]
}

const CONNECT_FAILED =
  /^\* (?:connect to \S+ port \d+(?: from \S+ port \d+)? failed|Immediate connect fail for \S+): (.+?)\r?$/m

function toAttempt(
  { curl, server }: CurlReport,
  body: string,
  localPort: number,
  reason?: string,
): ProbeAttempt {
  const error = reason ?? curl.errormsg ?? ''
  return {
    outcome: outcomeOf(curl.exitcode, error),
    localPort,
    milliseconds: Math.round(curl.time_total * 1000),
    ...(curl.http_code === 0 ? {} : { status: curl.http_code }),
    ...(body === '' ? {} : { body: body.slice(0, KEPT_BODY) }),
    ...(server === '' ? {} : { server }),
    ...(error === '' ? {} : { error }),
  }
}

/** Exit codes as in curl(1): 7 connect failed, 28 timeout, 52 empty reply, 55 and 56 send and receive failed. */
function outcomeOf(exitCode: number, reason: string): Outcome {
  if (exitCode === 0) return 'answered'
  if (exitCode === 7) return connectOutcome(reason)
  if (exitCode === 52 || exitCode === 55 || exitCode === 56) return 'reset'
  return 'timeout'
}

/** Words of strerror(3) for what connect(2) may end in. */
function connectOutcome(reason: string): Outcome {
  if (reason === 'connected') return 'answered'
  if (/refused/i.test(reason)) return 'refused'
  return /timed out|now in progress/i.test(reason) ? 'timeout' : 'unreachable'
}

/** A line an attempt: `connected 0.010`, `Connection refused 0.000`. */
function readConnects({ stdout }: ExecValue, _probe: Probe, firstPort: number): ProbeAttempt[] {
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line, index) => {
    const [, reason = '', seconds = '0'] = /^(.*) ([\d.]+)$/.exec(line) ?? []
    const outcome = connectOutcome(reason)
    const error = outcome === 'answered' ? {} : { error: reason }
    return {
      outcome,
      localPort: firstPort + index,
      milliseconds: Math.round(Number(seconds) * 1000),
      ...error,
    }
  })
}

/** Lines of ping(8): `64 bytes from 10.0.0.3: icmp_seq=1 ttl=64 time=0.05 ms`; `From … Destination Host Unreachable`. */
function readPing({ stdout, stderr }: ExecValue, probe: Probe): ProbeAttempt[] {
  const noRoute = /^ping: .*unreachable$/m.exec(stderr)?.[0]
  if (noRoute !== undefined) return unreachable(probe, noRoute)
  if (!stdout.startsWith('PING ')) return []
  const lines = stdout.split('\n')
  return Array.from({ length: probe.times }, (_, index) => {
    const about = lines.filter((line) => line.includes(`icmp_seq=${index + 1} `))
    const time = about.map((line) => /time=([\d.]+) ms/.exec(line)?.[1]).find((value) => value !== undefined)
    if (time !== undefined) return { outcome: 'answered', milliseconds: Math.round(Number(time)) }
    const error = about[0]
    return error === undefined
      ? { outcome: 'timeout', milliseconds: probe.timeoutMs }
      : { outcome: 'unreachable', milliseconds: 0, error }
  })
}

/** Without a route ping sends nothing, and says so once. */
function unreachable({ times }: Probe, error: string): ProbeAttempt[] {
  return Array.from({ length: times }, () => ({ outcome: 'unreachable', milliseconds: 0, error }))
}
