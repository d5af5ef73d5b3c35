import { u8, u16 } from './bytes.ts'
import type { Decoded } from './decoded.ts'
import { after, type Region, spansOf } from './region.ts'
import type { LayerBase } from './types.ts'

// DNS header (RFC 1035, section 4.1.1), offsets in octets from its first one.
const ID = 0
const FLAGS = 2
const QUESTIONS = 4
const ANSWERS = 6
const AUTHORITY = 8
const ADDITIONAL = 10
/** Octets of the header; questions and records follow. */
export const LENGTH = 12

/** Operation codes that are in use: query, inverse query, status, notify, update, stateful operations (IANA). */
const OPCODES: ReadonlySet<number> = new Set([0, 1, 2, 4, 5, 6])

/** Whether a region begins with a header; see {@link hasHeader}. */
export function isMessage({ bytes, start, end }: Region): boolean {
  return hasHeader(bytes, start, end)
}

/**
 * Whether a whole header lies before `end`, and looks like one: other datagrams come on port 53, too. Ask before any
 * accessor. Nobody asks two questions in one message (RFC 9619).
 */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH && OPCODES.has(opcode(bytes, at)) && u16(bytes, at + QUESTIONS) <= 1
}

export function id(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + ID)
}

/** Whether it answers. */
export function isResponse(bytes: Uint8Array, at: number): boolean {
  return u8(bytes, at + FLAGS) >= 0x80
}

export function opcode(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at + FLAGS) >>> 3) & 0x0f
}

/** 0 is no error. */
export function responseCode(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + FLAGS + 1) & 0x0f
}

const FIELDS = {
  id: [ID, 2],
  response: [FLAGS, 1],
  opcode: [FLAGS, 1],
  authoritative: [FLAGS, 1],
  truncated: [FLAGS, 1],
  recursionDesired: [FLAGS, 1],
  recursionAvailable: [FLAGS + 1, 1],
  responseCode: [FLAGS + 1, 1],
  questions: [QUESTIONS, 2],
  answers: [ANSWERS, 2],
  authorityRecords: [AUTHORITY, 2],
  additionalRecords: [ADDITIONAL, 2],
} as const

/** The header alone: questions and records are the payload behind it, which `dns/read.ts` reads where somebody asks. */
export interface DnsLayer extends LayerBase {
  readonly protocol: 'dns'
  readonly id: number
  readonly response: boolean
  readonly opcode: number
  readonly authoritative: boolean
  readonly truncated: boolean
  readonly recursionDesired: boolean
  readonly recursionAvailable: boolean
  readonly responseCode: number
  /** How many there are of each. */
  readonly questions: number
  readonly answers: number
  readonly authorityRecords: number
  readonly additionalRecords: number
}

export function decode(region: Region): Decoded<DnsLayer> {
  const { bytes, start } = region
  const flags = u16(bytes, start + FLAGS)
  const layer: DnsLayer = {
    protocol: 'dns',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    id: id(bytes, start),
    response: isResponse(bytes, start),
    opcode: opcode(bytes, start),
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    responseCode: responseCode(bytes, start),
    questions: u16(bytes, start + QUESTIONS),
    answers: u16(bytes, start + ANSWERS),
    authorityRecords: u16(bytes, start + AUTHORITY),
    additionalRecords: u16(bytes, start + ADDITIONAL),
  }
  return { layer, next: { by: 'none', number: 0, region: after(region, layer.end) } }
}
