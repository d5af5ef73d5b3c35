import type { Frame } from '../wire/types.ts'
import { Layout } from './layout.ts'

/** Octets above the innermost transport header of a frame, as far as they were captured; none where there is none. */
export function payloadOf({ bytes, linkType = 1 }: Pick<Frame, 'bytes' | 'linkType'>): Uint8Array {
  const layout = new Layout()
  layout.read(bytes, 0, bytes.length, linkType)
  return bytes.subarray(layout.payload, layout.end)
}
