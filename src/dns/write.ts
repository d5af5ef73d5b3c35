import type { DnsQuestion } from './types.ts'

/** Numbers of record types (IANA). */
const TYPES: Readonly<Record<string, number>> = {
  ...{ A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33 },
}

const RECURSION_DESIRED = 0x0100
const CLASS_IN = 1

/**
 * Octets of a question to a resolver (RFC 1035, section 4.1) behind its identification, which each asker chooses. Written
 * by hand: it is a part of the engine, which is kept without libraries.
 */
export function questionBody({ name, type }: DnsQuestion): Uint8Array {
  const labels = name === '.' ? [] : name.split('.')
  const number = TYPES[type]
  if (number === undefined) throw new Error(`no number of record type ${type}`)
  return Uint8Array.from([
    ...[...sixteen(RECURSION_DESIRED), ...sixteen(1), ...sixteen(0), ...sixteen(0), ...sixteen(0)],
    ...labels.flatMap((label) => [label.length, ...Buffer.from(label, 'latin1')]),
    ...[0, ...sixteen(number), ...sixteen(CLASS_IN)],
  ])
}

const sixteen = (value: number): number[] => [value >> 8, value & 0xff]
