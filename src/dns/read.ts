import { type Answer, type DecodedPacket, decode } from 'dns-packet'
import { inOrder, NAME_TYPES, nameText } from './names.ts'
import { DNS_FLAGS, type DnsFlag, type DnsMessage, type ReadMessage, type RecordSet } from './types.ts'

/** Reads a message as it stands in a datagram. Nonsense is a value with the reason, never an exception. */
export function readMessage(octets: Uint8Array): ReadMessage {
  try {
    return { ok: true, message: messageOf(decode(Buffer.from(octets))) }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Octets that tell how long the message behind them is, on TCP (RFC 1035, section 4.2.2). */
const LENGTH_PREFIX = 2

/** The message in a TCP segment that holds one from its beginning to its end; undefined where it does not. */
export function messageInSegment(octets: Uint8Array): Uint8Array | undefined {
  if (octets.length <= LENGTH_PREFIX) return undefined
  const length = (octets[0] ?? 0) * 256 + (octets[1] ?? 0)
  const end = LENGTH_PREFIX + length
  return end === octets.length ? octets.subarray(LENGTH_PREFIX, end) : undefined
}

function messageOf(packet: DecodedPacket): DnsMessage {
  const { id = 0, type, questions = [] } = packet
  const [question] = questions
  return {
    id,
    response: type === 'response',
    flags: flagsOf(packet),
    // @types/dns-packet does not know of it: the name of the response code, as IANA has it.
    status: (packet as unknown as { rcode: string }).rcode,
    ...(question && { question: { name: nameText(question.name), type: question.type } }),
    answers: setsOf(packet.answers),
    authority: setsOf(packet.authorities),
    additional: setsOf(packet.additionals),
  }
}

function flagsOf({ flag_aa, flag_tc, flag_rd, flag_ra }: DecodedPacket): DnsFlag[] {
  const set = { AA: flag_aa, TC: flag_tc, RD: flag_rd, RA: flag_ra }
  return DNS_FLAGS.filter((flag) => set[flag])
}

function setsOf(records: readonly Answer[] = []): RecordSet[] {
  // OPT is no record but a part of the header that did not fit in there (RFC 6891).
  const real = records.filter(({ type }) => type !== 'OPT')
  const groups = Map.groupBy(real, ({ name, type }) => `${nameText(name)} ${type}`)
  return [...groups.values()].map((group) => {
    const [{ name, type }] = group as [Answer]
    const data = inOrder(new Set(group.map(dataText)))
    return { name: nameText(name), type, data, ttl: Math.min(...group.map(ttlOf)) }
  })
}

const ttlOf = (record: Answer): number => ('ttl' in record ? (record.ttl ?? 0) : 0)

function dataText(record: Answer): string {
  const { data } = record as { data: unknown }
  if (NAME_TYPES.has(record.type) && typeof data === 'string') return nameText(data)
  if (typeof data === 'string') return data
  return record.type === 'SOA' ? nameText((data as { mname: string }).mname) : JSON.stringify(data)
}
