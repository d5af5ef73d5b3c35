import { formatIpv4, formatIpv6 } from './addresses.ts'
import { u8, u16, u32 } from './bytes.ts'

/** What a proxy says of the connection that it serves, before anything else on its own (the PROXY protocol). */
export interface ProxyLine {
  readonly version: 1 | 2
  /** Of the client's connection, as the proxy has it; all absent where it does not say (UNKNOWN, LOCAL). */
  readonly source?: string
  readonly sourcePort?: number
  readonly destination?: string
  readonly destinationPort?: number
  /** Octets that it takes. */
  readonly length: number
}

// haproxy's proxy-protocol.txt, sections 2.1 and 2.2.
const LINE = /^PROXY (?:TCP[46] (\S+) (\S+) (\d+) (\d+)|UNKNOWN[^\r]*)\r\n/
const LONGEST_LINE = 107
const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n'
const HEADER = 16
const COMMAND = 12
const FAMILY = 13
const LENGTH = 14
const PROXIED = 0x21
const TCP_IPV4 = 0x11
const TCP_IPV6 = 0x21

/** The PROXY protocol's beginning of a connection, version 1 or 2; undefined where it begins with anything else. */
export function readProxyLine(octets: Uint8Array): ProxyLine | undefined {
  const text = Buffer.from(octets.subarray(0, LONGEST_LINE)).toString('latin1')
  if (text.startsWith(SIGNATURE) && octets.length >= HEADER) return readBinary(octets)
  const [line, source, destination, sourcePort, destinationPort] = LINE.exec(text) ?? []
  if (line === undefined) return undefined
  const told = source && destination
  const ports = { sourcePort: Number(sourcePort), destinationPort: Number(destinationPort) }
  return { version: 1, length: line.length, ...(told && { source, destination, ...ports }) }
}

function readBinary(octets: Uint8Array): ProxyLine {
  const length = HEADER + u16(octets, LENGTH)
  const family = u8(octets, FAMILY)
  const plain = { version: 2, length } as const
  if (u8(octets, COMMAND) !== PROXIED || octets.length < length) return plain
  if (family === TCP_IPV4 && length >= HEADER + 12) return { ...plain, ...ends(octets, 4) }
  return family === TCP_IPV6 && length >= HEADER + 36 ? { ...plain, ...ends(octets, 16) } : plain
}

/** Both addresses, then both ports. */
function ends(octets: Uint8Array, size: 4 | 16): Omit<ProxyLine, 'version' | 'length'> {
  const address = (at: number) => (size === 4 ? formatIpv4(u32(octets, at)) : formatIpv6(octets, at))
  const ports = HEADER + 2 * size
  return {
    source: address(HEADER),
    destination: address(HEADER + size),
    sourcePort: u16(octets, ports),
    destinationPort: u16(octets, ports + 2),
  }
}
