import { contains, parseAddress, parseCidr } from '../lab/topology/ipv4.ts'

/** `10.0.0.2` for `10.0.0.2/24`; an address without a length is returned as it is. */
export function addressOf(cidr: string): string {
  return cidr.split('/')[0] as string
}

/** Bits of a destination as ip-route(8) prints it: CIDR, bare address (32) or `default` (0). */
export function lengthOf(destination: string): number {
  if (destination === 'default') return 0
  return Number(destination.split('/')[1] ?? 32)
}

/** Whether an IPv4 address lies in a destination as ip-route(8) prints it. */
export function covers(destination: string, address: string): boolean {
  if (destination === 'default') return true
  const prefix = parseCidr(`${addressOf(destination)}/${lengthOf(destination)}`)
  const candidate = parseAddress(address)
  return prefix !== undefined && candidate !== undefined && contains(prefix, candidate)
}
