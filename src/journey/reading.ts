import { formatIpv4, formatIpv6 } from '../wire/addresses.ts'
import * as ipv4 from '../wire/ipv4.ts'
import * as ipv6 from '../wire/ipv6.ts'
import { LINK_ETHERNET } from '../wire/numbers.ts'
import * as tcp from '../wire/tcp.ts'
import type { Frame } from '../wire/types.ts'
import * as udp from '../wire/udp.ts'
import { Layout, TCP, UDP } from './layout.ts'

/** A frame with its layout, for the few frames that are looked at closely. */
export interface Reading {
  readonly frame: Frame
  readonly bytes: Uint8Array
  readonly layout: Layout
}

export function readFrame(frame: Frame): Reading {
  const layout = new Layout()
  layout.read(frame.bytes, 0, frame.bytes.length, frame.linkType ?? LINK_ETHERNET)
  return { frame, bytes: frame.bytes, layout }
}

/** Source address of the IP header at `at`, as text. */
export function sourceText(bytes: Uint8Array, at: number): string {
  return ipv4.version(bytes, at) === 4
    ? formatIpv4(ipv4.source(bytes, at))
    : formatIpv6(bytes, at + ipv6.SOURCE)
}

/** Destination address of the IP header at `at`, as text. */
export function destinationText(bytes: Uint8Array, at: number): string {
  if (ipv4.version(bytes, at) === 4) return formatIpv4(ipv4.destination(bytes, at))
  return formatIpv6(bytes, at + ipv6.DESTINATION)
}

export interface Ports {
  readonly sourcePort: number
  readonly destinationPort: number
}

/** Ports of the innermost packet, where it is TCP or UDP with a whole header. */
export function portsOf({ bytes, layout: { kind, transport } }: Reading): Ports | undefined {
  if (kind !== TCP && kind !== UDP) return undefined
  const header = kind === TCP ? tcp : udp
  return {
    sourcePort: header.sourcePort(bytes, transport),
    destinationPort: header.destinationPort(bytes, transport),
  }
}
