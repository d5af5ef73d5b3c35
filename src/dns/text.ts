import { withRanges } from './ranges.ts'
import type { DnsMessage, DnsQuestion, RecordSet } from './types.ts'

/**
 * A message in one line: `? nova.mycompany.com A, RD` asks;
 * `= referral com. NS a.gtld-servers.net + glue`, `= a.com CNAME b.com; b.com A 10.0.0.1-6 10.0.1.9, AA`,
 * `= NXDOMAIN` and `= no data` answer. Lab files write what they expect in the same words (see `expected.ts`).
 */
export function messageText(message: DnsMessage): string {
  const flags = message.flags.length === 0 ? '' : `, ${message.flags.join(' ')}`
  return `${message.response ? `= ${answerText(message)}` : `? ${questionText(message.question)}`}${flags}`
}

const questionText = (question: DnsQuestion | undefined): string =>
  question ? `${question.name} ${question.type}` : 'nothing'

function answerText(message: DnsMessage): string {
  const referral = referralOf(message)
  const parts = [
    ...(message.status === 'NOERROR' ? [] : [message.status]),
    ...message.answers.map(
      ({ name, type, data }) =>
        `${name} ${type} ${withRanges(data).join(' ')}${glueOf(message, { name, type, data })}`,
    ),
    ...(referral ? [referralText(message, referral)] : []),
  ]
  return parts.join('; ') || 'no data'
}

function referralText(message: DnsMessage, referral: RecordSet): string {
  return `referral ${zoneText(referral.name)} NS ${referral.data.join(' ')}${glueOf(message, referral)}`
}

/** A zone ends in a dot, which tells it from the name of a host. */
export const zoneText = (name: string): string => (name === '.' ? name : `${name}.`)

/**
 * The name servers that an answer sends the asker on to: those of its authority section, if it does not answer what
 * was asked, having followed its own aliases. A server that answers names its own zone's there as well.
 */
export function referralOf({ question, answers, authority, response }: DnsMessage): RecordSet | undefined {
  const servers = authority.find(({ type }) => type === 'NS')
  if (!response || !question || !servers) return undefined
  const name = endOfAliases(question.name, answers)
  return answers.some((set) => set.name === name && set.type === question.type) ? undefined : servers
}

/** The name at the end of a chain of CNAME records. */
export function endOfAliases(name: string, answers: readonly RecordSet[]): string {
  const seen = new Set<string>()
  let end = name
  while (!seen.has(end)) {
    seen.add(end)
    end = answers.find((set) => set.type === 'CNAME' && set.name === end)?.data[0] ?? end
  }
  return end
}

/** Name servers of a set whose addresses are told along with it: glue. */
export function gluedServers({ additional }: DnsMessage, { data }: Pick<RecordSet, 'data'>): string[] {
  const known = additional.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ name }) => name)
  return data.filter((server) => known.includes(server))
}

/** Addresses of a name server in the additional section. */
export function glueAddresses({ additional }: DnsMessage, server: string): string[] {
  return additional
    .filter(({ name, type }) => name === server && (type === 'A' || type === 'AAAA'))
    .flatMap(({ data }) => data)
}

function glueOf(message: DnsMessage, set: Pick<RecordSet, 'name' | 'type' | 'data'>): string {
  if (set.type !== 'NS') return ''
  const glued = gluedServers(message, set)
  if (glued.length === 0) return ''
  return glued.length === set.data.length ? ' + glue' : ` + glue of ${glued.join(' ')}`
}
