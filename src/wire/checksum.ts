import { u8, u16 } from './bytes.ts'
import type { Datagram } from './decoded.ts'
import type { Region } from './region.ts'

/** `unverified`: parts of what it covers are missing (fragment, cut), or the sender made none. */
export type ChecksumStatus = 'good' | 'bad' | 'unverified'

/** Sum of the 16-bit words of a range; an odd last octet counts as if a zero followed (RFC 1071). */
export function sumWords(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0
  let at = start
  for (; at + 1 < end; at += 2) sum += u16(bytes, at)
  return at < end ? sum + u8(bytes, at) * 256 : sum
}

/** Whether a sum that includes the checksum itself is the all-ones of the Internet checksum (RFC 1071). */
export function verify(sum: number): ChecksumStatus {
  let folded = sum
  while (folded > 0xffff) folded = (folded % 0x1_0000) + Math.floor(folded / 0x1_0000)
  return folded === 0xffff ? 'good' : 'bad'
}

/** Verifies a checksum over the whole region and the pseudo header of the datagram that carries it. */
export function verifyUpperLayer(
  region: Region,
  datagram: Datagram | undefined,
  protocol: number,
): ChecksumStatus {
  if (region.cut || !datagram) return 'unverified'
  const length = region.end - region.start
  const pseudoHeader = datagram.sourceSum + datagram.destinationSum + protocol + length
  return verify(pseudoHeader + sumWords(region.bytes, region.start, region.end))
}
