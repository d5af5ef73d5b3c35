import { u8, u16, u32 } from './bytes.ts'
import { type ChecksumStatus, verifyUpperLayer } from './checksum.ts'
import type { Datagram, Decoded } from './decoded.ts'
import { IP_TCP } from './numbers.ts'
import { after, invalid, type Region, spansOf, tooShort } from './region.ts'
import { decodeOptions, type TcpOption } from './tcp-options.ts'
import type { LayerBase } from './types.ts'

// TCP header (RFC 9293, section 3.1), offsets in octets from its first one.
const SOURCE_PORT = 0
const DESTINATION_PORT = 2
const SEQUENCE = 4
const ACKNOWLEDGEMENT = 8
const DATA_OFFSET = 12
const FLAGS = 13
const WINDOW = 14
const CHECKSUM = 16
const URGENT_POINTER = 18
const OPTIONS = 20
/** Octets of a header without options. */
export const MINIMUM_LENGTH = OPTIONS
/** Octets that suffice for ports and sequence number: what RFC 792 promises of a quoted packet. */
export const QUOTED_LENGTH = 8

export const FIN = 0x01
export const SYN = 0x02
export const RST = 0x04
export const PSH = 0x08
export const ACK = 0x10
export const URG = 0x20
export const ECE = 0x40
export const CWR = 0x80

/** Whether the whole header, options included, lies before `end`. Ask before any accessor. */
export function hasHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < MINIMUM_LENGTH) return false
  const length = headerLength(bytes, at)
  return length >= MINIMUM_LENGTH && end - at >= length
}

export function sourcePort(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + SOURCE_PORT)
}

export function destinationPort(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + DESTINATION_PORT)
}

/** Absolute. */
export function sequence(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + SEQUENCE)
}

/** Absolute; means something only with {@link ACK}. */
export function acknowledgement(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + ACKNOWLEDGEMENT)
}

/** In octets, options included; the payload starts there. */
export function headerLength(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at + DATA_OFFSET) >>> 4) * 4
}

/** The four bits in front of the control bits; the lowest is AE (RFC 9768). */
export function reserved(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + DATA_OFFSET) & 0x0f
}

/** The eight control bits: {@link FIN}, {@link SYN}, … */
export function flags(bytes: Uint8Array, at: number): number {
  return u8(bytes, at + FLAGS)
}

/** Unscaled. */
export function window(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + WINDOW)
}

export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CHECKSUM)
}

export function urgentPointer(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + URGENT_POINTER)
}

const LETTERS: readonly (readonly [number, string])[] = [
  [FIN, 'F'],
  [SYN, 'S'],
  [RST, 'R'],
  [PSH, 'P'],
  [ACK, '.'],
  [URG, 'U'],
  [ECE, 'E'],
  [CWR, 'W'],
]

/** Control bits as tcpdump(8) writes them: `S`, `S.`, `P.`, `none`. */
export function formatFlags(bits: number): string {
  const letters = LETTERS.filter(([bit]) => (bits & bit) !== 0).map(([, letter]) => letter)
  return letters.join('') || 'none'
}

const FIELDS = {
  sourcePort: [SOURCE_PORT, 2],
  destinationPort: [DESTINATION_PORT, 2],
  sequence: [SEQUENCE, 4],
  acknowledgement: [ACKNOWLEDGEMENT, 4],
  headerLength: [DATA_OFFSET, 1],
  reserved: [DATA_OFFSET, 1],
  flags: [FLAGS, 1],
  window: [WINDOW, 2],
  checksum: [CHECKSUM, 2],
  urgentPointer: [URGENT_POINTER, 2],
} as const

export interface TcpLayer extends LayerBase {
  readonly protocol: 'tcp'
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  readonly acknowledgement: number
  readonly headerLength: number
  readonly reserved: number
  readonly flags: number
  readonly window: number
  readonly checksum: number
  readonly checksumStatus: ChecksumStatus
  readonly urgentPointer: number
  readonly options: readonly TcpOption[]
}

export function decode(region: Region, datagram?: Datagram): Decoded<TcpLayer> {
  const problem = problemOf(region)
  if (problem) return { layer: problem }
  const { bytes, start } = region
  const end = start + headerLength(bytes, start)
  const layer: TcpLayer = {
    protocol: 'tcp',
    start,
    end,
    spans: spansOf(start, FIELDS),
    sourcePort: sourcePort(bytes, start),
    destinationPort: destinationPort(bytes, start),
    sequence: sequence(bytes, start),
    acknowledgement: acknowledgement(bytes, start),
    headerLength: headerLength(bytes, start),
    reserved: reserved(bytes, start),
    flags: flags(bytes, start),
    window: window(bytes, start),
    checksum: checksum(bytes, start),
    checksumStatus: verifyUpperLayer(region, datagram, IP_TCP),
    urgentPointer: urgentPointer(bytes, start),
    options: decodeOptions(bytes, start + OPTIONS, end),
  }
  return { layer, next: { by: 'none', number: 0, region: after(region, end) } }
}

function problemOf(region: Region) {
  const { bytes, start, end } = region
  if (end - start < MINIMUM_LENGTH) return tooShort(region, 'TCP header', MINIMUM_LENGTH)
  const length = headerLength(bytes, start)
  if (length < MINIMUM_LENGTH) return invalid(region, `TCP data offset is ${length} octets, below 20`)
  if (end - start < length) return tooShort(region, 'TCP header with options', length)
  return undefined
}
