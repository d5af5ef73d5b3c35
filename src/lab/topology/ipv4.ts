/** An IPv4 prefix with an address in it: `10.0.0.7/24`. The address is an unsigned 32-bit number. */
export interface Cidr {
  readonly address: number
  /** Prefix length, 0 to 32. */
  readonly length: number
}

/** Dotted quad, four decimal numbers without leading zeros. */
export const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

/** Address as an unsigned 32-bit number, or undefined for anything but a dotted quad. */
export function parseAddress(text: string): number | undefined {
  if (!ADDRESS.test(text)) return undefined
  return text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
}

/** `address/length`; the host bits may be set. */
export function parseCidr(text: string): Cidr | undefined {
  const [host = '', length = '', ...rest] = text.split('/')
  const address = parseAddress(host)
  const valid = /^(?:[12]?\d|3[0-2])$/.test(length) && rest.length === 0
  return address === undefined || !valid ? undefined : { address, length: Number(length) }
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}

export function formatCidr({ address, length }: Cidr): string {
  return `${formatAddress(address)}/${length}`
}

/** First address of the prefix: the network's own. */
export function firstOf({ address, length }: Cidr): number {
  return address - (address % sizeOf(length))
}

/** Last address of the prefix: the broadcast address. */
export function lastOf(cidr: Cidr): number {
  return firstOf(cidr) + sizeOf(cidr.length) - 1
}

export function contains(subnet: Cidr, address: number): boolean {
  return address >= firstOf(subnet) && address <= lastOf(subnet)
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, firstOf(b)) || contains(b, firstOf(a))
}

/** Addresses in a prefix of this length. */
function sizeOf(length: number): number {
  return 2 ** (32 - length)
}
