import { answered } from '../dns/answered.ts'
import { readMessage } from '../dns/read.ts'
import type { Probe } from '../lab/probes/types.ts'
import type { ProbeAttempt, ProbeResult } from '../verdict/types.ts'

/** Results of steady probes, where those that ask name servers have brought each answer in hexadecimal. */
export function withAnswers(results: readonly ProbeResult[], probes: readonly Probe[]): ProbeResult[] {
  return results.map((result) => {
    const probe = probes.find(({ name }) => name === result.probe)
    if (probe?.kind !== 'dns') return result
    return { ...result, attempts: result.attempts.map((attempt) => withAnswer(attempt, probe.type)) }
  })
}

function withAnswer(attempt: ProbeAttempt, type: string): ProbeAttempt {
  if (attempt.outcome !== 'answered') return attempt
  const { server = '', ...rest } = attempt
  const read = readMessage(Buffer.from(server, 'hex'))
  if (!read.ok) return { ...rest, outcome: 'damaged', error: read.reason }
  const { status, answers } = read.message
  return {
    ...rest,
    ...answered(
      status,
      answers.flatMap((set) => (set.type === type ? set.data : [])),
    ),
  }
}
