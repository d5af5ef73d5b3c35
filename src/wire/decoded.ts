import type { MalformedLayer, Region } from './region.ts'
import type { LayerBase } from './types.ts'

/** What one decoder gives: its layer, and who has to read on where. */
export interface Decoded<L extends LayerBase> {
  readonly layer: L | MalformedLayer
  /** Absent where nothing follows, or nothing that could be understood. */
  readonly next?: Next
  /** The packet that an ICMP error complains about; it lies inside of the layer. */
  readonly quote?: Next
}

/** Which decoder is to read the region: the one that has this number in this registry. */
export interface Next {
  readonly by: Registry
  readonly number: number
  readonly region: Region
  /** The datagram around the region, for the checksums of its payload. */
  readonly datagram?: Datagram
}

/** `none`: an application's octets, which nobody decodes. */
export type Registry = 'linkType' | 'etherType' | 'ipProtocol' | 'udpPort' | 'none'

/** What the pseudo header (RFC 9293, section 3.1; RFC 8200, section 8.1) takes from the network layer. */
export interface Datagram {
  readonly family: 4 | 6
  /** Sum of the 16-bit words of the source address. */
  readonly sourceSum: number
  /** The same of the final destination, where a routing header names another than the IPv6 header. */
  readonly destinationSum: number
}
