import { u16 } from './bytes.ts'
import type { Decoded } from './decoded.ts'
import { ETHER_SERVICE_VLAN, ETHER_VLAN } from './numbers.ts'
import { after, type Region, spansOf, tooShort } from './region.ts'
import type { LayerBase } from './types.ts'

// What follows the EtherType of a tag (IEEE 802.1Q, section 9.6): control information, then the next EtherType.
const CONTROL = 0
const ETHER_TYPE = 2
/** Octets of the tag behind the EtherType that announces it. */
export const LENGTH = 4

/** Whether this EtherType announces a tag: 802.1Q, or the service tag of 802.1ad. */
export function isTag(etherType: number): boolean {
  return etherType === ETHER_VLAN || etherType === ETHER_SERVICE_VLAN
}

/** Whether the whole tag lies before `end`. Ask before any accessor. */
export function hasHeader(_bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= LENGTH
}

/** Priority code point, 0–7. */
export function priority(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CONTROL) >>> 13
}

/** Drop eligible indicator. */
export function dropEligible(bytes: Uint8Array, at: number): boolean {
  return (u16(bytes, at + CONTROL) & 0x1000) !== 0
}

/** VLAN identifier, 0–4095. */
export function id(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + CONTROL) & 0x0fff
}

/** What the tag is followed by. */
export function etherType(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + ETHER_TYPE)
}

const FIELDS = {
  priority: [CONTROL, 1],
  dropEligible: [CONTROL, 1],
  id: [CONTROL, 2],
  etherType: [ETHER_TYPE, 2],
} as const

export interface VlanLayer extends LayerBase {
  readonly protocol: 'vlan'
  readonly priority: number
  readonly dropEligible: boolean
  readonly id: number
  readonly etherType: number
}

export function decode(region: Region): Decoded<VlanLayer> {
  const { bytes, start, end } = region
  if (!hasHeader(bytes, start, end)) return { layer: tooShort(region, 'VLAN tag', LENGTH) }
  const layer: VlanLayer = {
    protocol: 'vlan',
    start,
    end: start + LENGTH,
    spans: spansOf(start, FIELDS),
    priority: priority(bytes, start),
    dropEligible: dropEligible(bytes, start),
    id: id(bytes, start),
    etherType: etherType(bytes, start),
  }
  return { layer, next: { by: 'etherType', number: layer.etherType, region: after(region, layer.end) } }
}
