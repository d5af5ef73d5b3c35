import { u8, u32 } from '../wire/bytes.ts'

/** One word into a 32-bit hash: the step of MurmurHash3 (Appleby). The order of words matters. */
export function mix(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** One word into a second hash, so unlike {@link mix} that the two together count as 64 bits. */
export function fold(hash: number, word: number): number {
  const mixed = Math.imul(((hash << 5) | (hash >>> 27)) ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** Hash of the octets from `start` up to `end`. */
export function hashOctets(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4) hash = mix(hash, u32(bytes, at))
  for (; at < end; at++) hash = mix(hash, u8(bytes, at))
  return hash
}

/** A MAC address, held in a number of 48 bits, into a hash. */
export function mixMac(hash: number, mac: number): number {
  return mix(mix(hash, mac >>> 0), (mac / 0x1_0000_0000) | 0)
}
