import { type Answer, AUTHORITATIVE_ANSWER, encode, type Packet, RECURSION_DESIRED } from 'dns-packet'

export const a = (name: string, data: string, ttl = 60): Answer => ({ type: 'A', name, data, ttl })
export const ns = (name: string, data: string): Answer => ({ type: 'NS', name, data, ttl: 3600 })
export const cname = (name: string, data: string): Answer => ({ type: 'CNAME', name, data, ttl: 3600 })

interface Given {
  readonly name?: string
  readonly type?: 'A' | 'NS' | 'AAAA'
  readonly id?: number
  readonly flags?: number
  /** Response code; see IANA's list. */
  readonly code?: number
}

type Sections = Pick<Packet, 'answers' | 'authorities' | 'additionals'>

/** Octets of a question, recursion desired unless `flags` say otherwise. */
export function question({
  name = 'nova.mycompany.com',
  type = 'A',
  id = 1,
  flags = RECURSION_DESIRED,
}: Given = {}): Uint8Array {
  return encode({ type: 'query', id, flags, questions: [{ name, type }] })
}

/** Octets of an answer, authoritative unless `flags` say otherwise. */
export function answer(
  sections: Sections,
  { name = 'nova.mycompany.com', type = 'A', id = 1, flags = AUTHORITATIVE_ANSWER, code = 0 }: Given = {},
): Uint8Array {
  return encode({ type: 'response', id, flags: flags | code, questions: [{ name, type }], ...sections })
}

/** As on TCP: the length before it. */
export function segment(octets: Uint8Array): Uint8Array {
  return Uint8Array.of(octets.length >> 8, octets.length & 0xff, ...octets)
}
