import type { Decoded } from './decoded.ts'
import { type Region, spansOf } from './region.ts'
import * as tcp from './tcp.ts'
import type { LayerBase } from './types.ts'

/** The first octets of a TCP header whose rest was cut: RFC 792 promises only 8 of a quoted packet. */
export interface TcpStartLayer extends LayerBase {
  readonly protocol: 'tcp-start'
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
}

/** Whether the region holds the beginning of a TCP header and its rest was cut. */
export function isStart(region: Region): boolean {
  const { bytes, start, end } = region
  return region.cut !== undefined && end - start >= tcp.QUOTED_LENGTH && !tcp.hasHeader(bytes, start, end)
}

export function decode(region: Region): Decoded<TcpStartLayer> {
  const { bytes, start, end } = region
  const layer: TcpStartLayer = {
    protocol: 'tcp-start',
    start,
    end,
    spans: spansOf(start, { sourcePort: [0, 2], destinationPort: [2, 2], sequence: [4, 4] }),
    sourcePort: tcp.sourcePort(bytes, start),
    destinationPort: tcp.destinationPort(bytes, start),
    sequence: tcp.sequence(bytes, start),
  }
  return { layer }
}
