import { u16 } from './bytes.ts'

/** `02:00:00:00:00:01` for a MAC address held in a number of 48 bits. */
export function formatMac(mac: number): string {
  const digits = mac.toString(16).padStart(12, '0')
  return digits.replace(/..(?!$)/g, '$&:')
}

/** Dotted decimal for an IPv4 address held in a number of 32 bits. */
export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`
}

/** The IPv6 address at `at` in its canonical text (RFC 5952): lower case, the longest run of zeros as `::`. */
export function formatIpv6(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => u16(bytes, at + 2 * index))
  if (isIpv4Mapped(groups))
    return `::ffff:${formatIpv4(((groups[6] as number) << 16) | (groups[7] as number))}`
  const { start, length } = longestZeroRun(groups)
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  if (length < 2) return text(groups)
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`
}

/** RFC 5952, section 5: an IPv4-mapped address is written in mixed notation. */
function isIpv4Mapped(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
}

/** The first one, where several are equally long. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start > best.length) best = { start, length: end - start }
  }
  return best
}
