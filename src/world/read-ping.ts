import type { PingProbe } from '../lab/probes/types.ts'
import type { ExecValue } from '../protocol/messages.ts'
import type { ProbeAttempt } from '../verdict/types.ts'

/** Lines of ping(8): `64 bytes from 10.0.0.3: icmp_seq=1 ttl=64 time=0.05 ms`; `From … Destination Host Unreachable`. */
export function readPing({ stdout, stderr }: ExecValue, probe: PingProbe): ProbeAttempt[] {
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
function unreachable({ times }: PingProbe, error: string): ProbeAttempt[] {
  return Array.from({ length: times }, () => ({ outcome: 'unreachable', milliseconds: 0, error }))
}
