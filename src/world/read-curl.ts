import type { Outcome } from '../lab/probes/types.ts'
import type { ExecValue } from '../protocol/messages.ts'
import type { ProbeAttempt } from '../verdict/types.ts'
import { connectOutcome } from './read-clients.ts'

/** Body of an answer that is kept, in characters. */
const KEPT_BODY = 4096

interface CurlReport {
  readonly server: string
  readonly curl: {
    readonly exitcode: number
    readonly errormsg: string | null
    readonly http_code: number
    readonly time_total: number
    readonly scheme: string | null
    /** What OpenSSL says: 0 where the certificate verifies. */
    readonly ssl_verify_result: number
  }
}

/** What curl(1) wrote of each attempt: a body, then the report that `plan/probe.ts` asks for. */
export function readCurl({ stdout, stderr }: ExecValue, firstPort: number): ProbeAttempt[] {
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
    ...(curl.scheme === 'HTTPS' && curl.http_code !== 0 ? { verified: curl.ssl_verify_result === 0 } : {}),
    ...(curl.http_code === 0 ? {} : { status: curl.http_code }),
    ...(body === '' ? {} : { body: body.slice(0, KEPT_BODY) }),
    ...(server === '' ? {} : { server }),
    ...(error === '' ? {} : { error }),
  }
}

/**
 * Exit codes as in curl(1): 6 name not resolved, 7 connect failed, 18 less than the announced body, 28 timeout,
 * 35 TLS handshake failed, 52 empty reply, 55 and 56 send and receive failed, 60 certificate not verified.
 */
function outcomeOf(exitCode: number, reason: string): Outcome {
  if (exitCode === 0) return 'answered'
  if (exitCode === 6) return 'unresolved'
  if (exitCode === 60) return 'untrusted'
  if (exitCode === 7) return connectOutcome(reason)
  if (exitCode === 18) return 'damaged'
  if (exitCode === 35 || exitCode === 52 || exitCode === 55 || exitCode === 56) return 'reset'
  return 'timeout'
}
