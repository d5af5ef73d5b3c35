import type { Outcome } from '../lab/probes/types.ts'
import type { AttemptEnd } from '../verdict/types.ts'

/** A line an attempt of the clients in `plan/perl-clients.ts`: how it ended, seconds, who answered. */
export function readClient(stdout: string): AttemptEnd[] {
  const lines = stdout.split('\n').filter((line) => line.includes('\t'))
  return lines.map((line) => {
    const [reason = '', seconds = '0', server = ''] = line.split('\t')
    const outcome = connectOutcome(reason)
    return {
      outcome,
      milliseconds: Math.round(Number(seconds) * 1000),
      ...(server === '' ? {} : { server }),
      ...(outcome === 'answered' ? {} : { error: reason }),
    }
  })
}

/** Words of strerror(3) for what connect(2) and its like may end in, and the clients' own. */
export function connectOutcome(reason: string): Outcome {
  if (reason === 'connected') return 'answered'
  if (/refused/i.test(reason)) return 'refused'
  if (/reset|closed by the server|broken pipe/i.test(reason)) return 'reset'
  return /timed out|now in progress/i.test(reason) ? 'timeout' : 'unreachable'
}
