import type { Outcome, Probe } from '../lab/types.ts'
import { probeCommand } from '../plan/probe.ts'
import type { ProbeAttempt } from '../verdict/types.ts'
import { Failure } from './failure.ts'
import { runProcess } from './run-process.ts'

/** Body of an answer that is kept, in characters. */
const KEPT_BODY = 4096

/** Sends a probe's traffic from its node and reads how each attempt ended. */
export async function sendProbe(probe: Probe, firstPort: number): Promise<ProbeAttempt[]> {
  const argv = ['nsenter', `--net=/run/netns/${probe.from}`, ...probeCommand(probe, firstPort)]
  const timeoutMs = probe.times * (probe.timeoutMs + 1000) + 10_000
  const { stdout, stderr, status } = await runProcess(argv, { timeoutMs })
  const attempts = probe.kind === 'ping' ? readPing(stdout, probe) : readCurl(stdout, firstPort)
  if (attempts.length === probe.times) return attempts
  const said = stderr.trim() || `status ${status}`
  throw new Failure(`probe ${probe.name}: ${attempts.length} of ${probe.times} attempts reported`, said)
}

interface CurlReport {
  readonly server: string
  readonly curl: {
    readonly exitcode: number
    readonly errormsg: string | null
    readonly http_code: number
    readonly time_total: number
  }
}

function readCurl(output: string, firstPort: number): ProbeAttempt[] {
  const attempts: ProbeAttempt[] = []
  let body = ''
  for (const line of output.split('\n')) {
    if (line.startsWith('{"server":"')) {
      attempts.push(toAttempt(JSON.parse(line) as CurlReport, body, firstPort + attempts.length))
      body = ''
    } else if (body.length < KEPT_BODY) body += line === '' ? '' : `${line}\n`
  }
  return attempts
}

function toAttempt({ curl, server }: CurlReport, body: string, localPort: number): ProbeAttempt {
  return {
    outcome: outcomeOf(curl.exitcode, curl.errormsg ?? ''),
    localPort,
    milliseconds: Math.round(curl.time_total * 1000),
    ...(curl.http_code === 0 ? {} : { status: curl.http_code }),
    ...(body === '' ? {} : { body: body.slice(0, KEPT_BODY) }),
    ...(server === '' ? {} : { server }),
    ...(curl.errormsg === null || curl.errormsg === '' ? {} : { error: curl.errormsg }),
  }
}

/** Exit codes as in curl(1): 7 connect failed, 28 timeout, 52 empty reply, 55 and 56 send and receive failed. */
function outcomeOf(exitCode: number, message: string): Outcome {
  if (exitCode === 0) return 'answered'
  if (exitCode === 7) return /refused/i.test(message) ? 'refused' : 'unreachable'
  if (exitCode === 52 || exitCode === 55 || exitCode === 56) return 'reset'
  return 'timeout'
}

/** Lines of ping(8): `64 bytes from 10.0.0.3: icmp_seq=1 ttl=64 time=0.05 ms`; `From … Destination Host Unreachable`. */
function readPing(output: string, probe: Probe): ProbeAttempt[] {
  const lines = output.split('\n')
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
