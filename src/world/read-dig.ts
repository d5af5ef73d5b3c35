import { answered } from '../dns/answered.ts'
import { inOrder } from '../dns/names.ts'
import type { DnsProbe } from '../lab/probes/types.ts'
import { DIG_ATTEMPT } from '../plan/dns-client.ts'
import type { ExecValue } from '../protocol/messages.ts'
import type { ProbeAttempt } from '../verdict/types.ts'
import { connectOutcome } from './read-clients.ts'

/** What dig(1) wrote of each attempt of `plan/dns-client.ts`. */
export function readDig({ stdout }: ExecValue, probe: DnsProbe, firstPort: number): ProbeAttempt[] {
  const texts = stdout.split(`${DIG_ATTEMPT}\n`).slice(1)
  return texts.map((text, index) => ({ ...readAttempt(text, probe), localPort: firstPort + index }))
}

/** `;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 9371`, the records, `;; Query time: 3 msec`. */
function readAttempt(text: string, probe: DnsProbe): ProbeAttempt {
  const status = /->>HEADER<<- .*status: (\w+)/.exec(text)?.[1]
  if (status === undefined) return unanswered(text, probe)
  const answers = recordsOf(text, probe.type)
  const milliseconds = Number(/^;; Query time: (\d+) msec/m.exec(text)?.[1] ?? 0)
  return { ...answered(status, answers), milliseconds }
}

/** Data of the records of a type among the answers, in alphabetic order: that in which they come says nothing. */
function recordsOf(text: string, type: string): string[] {
  const [, section = ''] = /^;; ANSWER SECTION:\n((?:[^;\n].*\n)*)/m.exec(text) ?? []
  const fields = section.split('\n').map((line) => line.split(/\s+/))
  const data = fields.flatMap(([, , , its, ...rest]) => (its === type ? [rest.join(' ')] : []))
  return inOrder(data)
}

/** `;; communications error to 10.0.0.53#53: connection refused`; nothing where timeout(1) ended it. */
function unanswered(text: string, { timeoutMs }: DnsProbe): ProbeAttempt {
  const error = /^;; communications error to \S+: (.+)$/m.exec(text)?.[1] ?? 'timed out'
  const outcome = connectOutcome(error)
  return { outcome, error, milliseconds: outcome === 'timeout' ? timeoutMs : 0 }
}
