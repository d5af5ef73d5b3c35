/** Types of records that a probe can ask for. */
export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const

export type RecordType = (typeof RECORD_TYPES)[number]

/** Port of name servers. */
export const DNS_PORT = 53
