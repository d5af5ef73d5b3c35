import { u16 } from './bytes.ts'
import type { Decoded } from './decoded.ts'
import { after, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// What libpcap puts before a packet of a device whose own header it does not know, such as gre0 (LINKTYPE_LINUX_SLL).
const PACKET_TYPE = 0
const DEVICE_TYPE = 2
const PROTOCOL = 14
/** Octets of the header; what it carries starts there. */
export const LENGTH = 16

/** Whether the whole header lies before `end`. Ask before any accessor. */
export function hasHeader(_bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH
}

/** EtherType of what follows. */
export function protocol(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + PROTOCOL)
}

/** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 from us. */
export function packetType(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + PACKET_TYPE)
}

/** ARPHRD_ number of the device. */
export function deviceType(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + DEVICE_TYPE)
}

const FIELDS = {
  packetType: [PACKET_TYPE, 2],
  deviceType: [DEVICE_TYPE, 2],
  etherType: [PROTOCOL, 2],
} as const

export interface CookedLayer extends LayerBase {
  readonly protocol: 'cooked'
  readonly packetType: number
  readonly deviceType: number
  readonly etherType: number
}

export function decode(region: Region): Decoded<CookedLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end)) return { layer: tooShort(region, 'Linux cooked header', LENGTH) }
  const layer: CookedLayer = {
    protocol: 'cooked',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    packetType: packetType(bytes, start),
    deviceType: deviceType(bytes, start),
    etherType: protocol(bytes, start),
  }
  return { layer, next: { by: 'etherType', number: layer.etherType, region: after(region, layer.end) } }
}
