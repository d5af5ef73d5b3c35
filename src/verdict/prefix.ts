import { contains, parseAddress, parseCidr } from '../lab/topology/ip.ts'

/** `10.0.0.2` for `10.0.0.2/24`; an address without a length is returned as it is. */
export function addressOf(cidr: string): string {
  return cidr.split('/')[0] as string
}

/** Bits of a destination as ip-route(8) prints it: CIDR, or a bare address. */
export function lengthOf(destination: string): number {
  if (destination === 'default') return 0
  return Number(destination.split('/')[1] ?? bitsOf(destination))
}

/** `10.0.0.1/32` for `10.0.0.1`. */
export function hostPrefix(address: string): string {
  return `${address}/${bitsOf(address)}`
}

/** Whether a prefix is one address and no more. */
export function isOneAddress(cidr: string): boolean {
  return lengthOf(cidr) === bitsOf(cidr)
}

const bitsOf = (address: string): number => (address.includes(':') ? 128 : 32)

/** Whether an address lies in a destination as ip-route(8) prints it; `default` is that of IPv4. */
export function covers(destination: string, address: string): boolean {
  const text = destination === 'default' ? '0.0.0.0/0' : destination
  const prefix = parseCidr(`${addressOf(text)}/${lengthOf(text)}`)
  const candidate = parseAddress(address)
  return prefix !== undefined && candidate !== undefined && contains(prefix, candidate)
}
