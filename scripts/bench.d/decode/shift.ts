import { sumWords } from '../../../src/wire/checksum.ts'
import * as ethernet from '../../../src/wire/ethernet.ts'
import * as ipv4 from '../../../src/wire/ipv4.ts'
import { ETHER_IPV4, IP_TCP } from '../../../src/wire/numbers.ts'
import * as tcp from '../../../src/wire/tcp.ts'
import type { Frame } from '../../../src/wire/types.ts'

const IP = ethernet.LENGTH
// Offsets in the headers: RFC 791, section 3.1; RFC 9293, section 3.1.
const IP_ID = 4
const IP_CHECKSUM = 10
const IP_ADDRESSES = 12
const TCP_SEQUENCE = 4
const TCP_ACKNOWLEDGEMENT = 8
const TCP_CHECKSUM = 16

/** Runs that have local ports of their own before they are used again. */
const PORT_RUNS = 3000
const PORTS_A_RUN = 8
/** Clients of the recorded run use ports from here on. */
const FIRST_LOCAL_PORT = 40_000
/** Between the sequence numbers of one run and the next; prime, so that no two runs meet. */
const SEQUENCE_STRIDE = 104_729

export function isTcp({ bytes }: Frame): boolean {
  return ethernet.etherType(bytes, 0) === ETHER_IPV4 && ipv4.protocol(bytes, IP) === IP_TCP
}

/** The same frame as it would be in the connections of another run. */
export function shift(bytes: Uint8Array, run: number): Uint8Array {
  if (run === 0) return bytes
  const shifted = bytes.slice()
  const view = new DataView(shifted.buffer)
  const segment = IP + ipv4.headerLength(bytes, IP)
  shiftPort(view, segment, run)
  shiftPort(view, segment + 2, run)
  shiftNumber(view, segment + TCP_SEQUENCE, run)
  const { flags, ACK } = tcp
  if (flags(bytes, segment) & ACK) shiftNumber(view, segment + TCP_ACKNOWLEDGEMENT, run)
  shiftIdentification(view, run)
  setChecksums(shifted, view, segment)
  return shifted
}

function shiftPort(view: DataView, at: number, run: number): void {
  const port = view.getUint16(at)
  if (port > FIRST_LOCAL_PORT) view.setUint16(at, port + PORTS_A_RUN * (run % PORT_RUNS))
}

function shiftNumber(view: DataView, at: number, run: number): void {
  view.setUint32(at, view.getUint32(at) + run * SEQUENCE_STRIDE)
}

/** 0 stays 0: Linux sends it where it counts no packets. */
function shiftIdentification(view: DataView, run: number): void {
  const id = view.getUint16(IP + IP_ID)
  if (id !== 0) view.setUint16(IP + IP_ID, ((id + run) % 0xffff) + 1)
}

function setChecksums(bytes: Uint8Array, view: DataView, segment: number): void {
  const end = IP + ipv4.totalLength(bytes, IP)
  view.setUint16(IP + IP_CHECKSUM, 0)
  view.setUint16(IP + IP_CHECKSUM, complement(sumWords(bytes, IP, segment)))
  const pseudoHeader = sumWords(bytes, IP + IP_ADDRESSES, segment) + IP_TCP + end - segment
  view.setUint16(segment + TCP_CHECKSUM, 0)
  view.setUint16(segment + TCP_CHECKSUM, complement(pseudoHeader + sumWords(bytes, segment, end)))
}

/** RFC 1071. */
function complement(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16)
  return ~folded & 0xffff
}
