import { createHash } from 'node:crypto'
import { decode } from '../wire/decode.ts'
import { IP_VRRP } from '../wire/numbers.ts'
import { hasHeader, priority, routerId, type VrrpLayer } from '../wire/vrrp.ts'
import type { PacketFacts } from './packet-facts.ts'
import type { Reading } from './reading.ts'
import type { VrrpFacts } from './types.ts'

/** A VRRP advertisement; what it says in full, if it is whole. */
export function describeVrrp({
  frame,
  bytes,
  layout: { protocol, transport: start, end },
}: Reading): Pick<PacketFacts, 'summary' | 'vrrp'> | undefined {
  if (protocol !== IP_VRRP || !hasHeader(bytes, start, end)) return undefined
  const summary = `VRRP advertisement, router ${routerId(bytes, start)} priority ${priority(bytes, start)}`
  const layer = decode(bytes, frame.originalLength, frame.linkType).find((one) => one.protocol === 'vrrp')
  return layer === undefined ? { summary } : { summary, vrrp: factsOf(layer, bytes) }
}

function factsOf(layer: VrrpLayer, bytes: Uint8Array): VrrpFacts {
  const { version, routerId, priority, interval, addresses, authentication, checksumStatus } = layer
  const proof = authentication === undefined ? {} : { authentication, secret: secretOf(layer, bytes) }
  return { version, routerId, priority, interval, addresses, checksum: checksumStatus, ...proof }
}

function secretOf({ spans }: VrrpLayer, bytes: Uint8Array): string {
  const { start = 0, end = 0 } = spans.password ?? {}
  return createHash('sha256').update(bytes.subarray(start, end)).digest('hex').slice(0, 12)
}
