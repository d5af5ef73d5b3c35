import { u16 } from './bytes.ts'
import { type ChecksumStatus, verifyUpperLayer } from './checksum.ts'
import type { Datagram, Decoded } from './decoded.ts'
import { IP_UDP, UDP_DNS } from './numbers.ts'
import { after, carry, invalid, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// UDP header (RFC 768), offsets in octets from its first one.
const SOURCE_PORT = 0
const DESTINATION_PORT = 2
const DATAGRAM_LENGTH = 4
const CHECKSUM = 6
/** Octets of the header; the payload starts there. */
export const LENGTH = 8

/** Whether the whole header lies before `end`. Ask before any accessor. */
export function hasHeader(_bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH
}

export function sourcePort(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + SOURCE_PORT)
}

export function destinationPort(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + DESTINATION_PORT)
}

/** Octets of header and payload as the sender says. */
export function length(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + DATAGRAM_LENGTH)
}

/** 0 where the sender made none (IPv4 only). */
export function checksum(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CHECKSUM)
}

const FIELDS = {
  sourcePort: [SOURCE_PORT, 2],
  destinationPort: [DESTINATION_PORT, 2],
  length: [DATAGRAM_LENGTH, 2],
  checksum: [CHECKSUM, 2],
} as const

export interface UdpLayer extends LayerBase {
  readonly protocol: 'udp'
  readonly sourcePort: number
  readonly destinationPort: number
  readonly length: number
  readonly checksum: number
  readonly checksumStatus: ChecksumStatus
}

export function decode(region: Region, datagram?: Datagram): Decoded<UdpLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end)) return { layer: tooShort(region, 'UDP header', LENGTH) }
  const octets = length(bytes, start)
  if (octets < LENGTH)
    return { layer: invalid(region, `UDP length is ${octets} octets, below the header's 8`) }
  const whole = carry(region, start, start + octets, 'UDP length')
  const sum = checksum(bytes, start)
  const layer: UdpLayer = {
    protocol: 'udp',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    sourcePort: sourcePort(bytes, start),
    destinationPort: destinationPort(bytes, start),
    length: octets,
    checksum: sum,
    checksumStatus: sum === 0 ? 'unverified' : verifyUpperLayer(whole, datagram, IP_UDP),
  }
  const payload = after(whole, layer.end)
  return {
    layer,
    next: { by: 'udpPort', number: servicePort(layer), region: payload, ...(datagram && { datagram }) },
  }
}

/** The port that tells what the payload is: answers of a name server come from its port, all else is told by where it goes. */
function servicePort({ sourcePort, destinationPort }: UdpLayer): number {
  return sourcePort === UDP_DNS ? sourcePort : destinationPort
}
