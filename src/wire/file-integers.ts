/** Unsigned integers of capture files, which have the byte order of the machine that wrote them. */
export function u16(bytes: Uint8Array, at: number, little: boolean): number {
  const first = bytes[at] as number
  const second = bytes[at + 1] as number
  return little ? first | (second << 8) : (first << 8) | second
}

export function u32(bytes: Uint8Array, at: number, little: boolean): number {
  const first = u16(bytes, at, little)
  const second = u16(bytes, at + 2, little)
  return (little ? first | (second << 16) : (first << 16) | second) >>> 0
}
