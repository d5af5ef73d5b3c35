import { u8, u32 } from '../wire/bytes.ts'

/** One word into a hash of 32 bits, cheaply; the order of words matters. */
export function fold(hash: number, word: number): number {
  const mixed = Math.imul(((hash << 5) | (hash >>> 27)) ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** The same more thoroughly, the step of MurmurHash3 (Appleby): the two together count as 64 bits. */
export function mix(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** A MAC address, held in a number of 48 bits, into a hash. */
export function foldMac(hash: number, mac: number): number {
  return fold(fold(hash, mac >>> 0), (mac / 0x1_0000_0000) | 0)
}

/** Hash of the octets from `start` up to `end`. */
export function hashOctets(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4) hash = fold(hash, u32(bytes, at))
  for (; at < end; at++) hash = fold(hash, u8(bytes, at))
  return hash
}
