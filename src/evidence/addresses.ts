import type { AddressChange } from '../verdict/types.ts'

/**
 * A line of `ip -o -ts monitor address` (ip-monitor(8)), in UTC: `[2026-01-02T03:04:05.678901] Deleted 2: eth0    inet
 * 10.0.0.100/32 scope global eth0`.
 */
const LINE = /^\[([\dT:.-]+)\] (Deleted )?\d+: ([^\s@]+)\S*\s+inet6? (\S+)/

/** What `ip monitor` wrote down of a node. */
export function addressChanges(node: string, text: string): AddressChange[] {
  return text.split('\n').flatMap((line): AddressChange[] => {
    const [, time = '', deleted, name = '', cidr = ''] = LINE.exec(line) ?? []
    if (cidr === '') return []
    return [{ at: epochOf(time), node, interface: name, cidr, change: deleted ? 'lost' : 'gained' }]
  })
}

/** Milliseconds since 1970-01-01 UTC, to the microsecond, which Date does not keep. */
function epochOf(time: string): number {
  const [seconds = '', fraction = '0'] = time.split('.')
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000
}
