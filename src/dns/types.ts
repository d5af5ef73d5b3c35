/** A DNS message (RFC 1035, section 4), as far as it is told of. */
export interface DnsMessage {
  /** Ties an answer to its question. */
  readonly id: number
  readonly response: boolean
  /** In the order of {@link DNS_FLAGS}. */
  readonly flags: readonly DnsFlag[]
  /** Response code: `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, … Of a question, NOERROR. */
  readonly status: string
  /** What is asked, or what was; absent where the message repeats no question. */
  readonly question?: DnsQuestion
  readonly answers: readonly RecordSet[]
  readonly authority: readonly RecordSet[]
  readonly additional: readonly RecordSet[]
}

/**
 * Authoritative answer, truncated, recursion desired, recursion available (RFC 1035, section 4.1.1). The two flags of
 * DNSSEC are left out: they change neither who is asked nor what is answered in an unsigned zone.
 */
export const DNS_FLAGS = ['AA', 'TC', 'RD', 'RA'] as const

export type DnsFlag = (typeof DNS_FLAGS)[number]

export interface DnsQuestion {
  /** Lower case, without the last dot; `.` for the root. */
  readonly name: string
  /** `A`, `NS`, `CNAME`, … */
  readonly type: string
}

/** All records of one name and type in a section: their order says nothing (RFC 2181, section 5). */
export interface RecordSet extends DnsQuestion {
  /** What the records say, each once, in alphabetic order. */
  readonly data: readonly string[]
  /** The shortest time to live among them, in seconds. */
  readonly ttl: number
}

/** What octets on port 53 are: a message, or why it cannot be read. */
export type ReadMessage =
  | { readonly ok: true; readonly message: DnsMessage }
  | { readonly ok: false; readonly reason: string }
