import { messageInSegment, readMessage } from '../dns/read.ts'
import { messageText } from '../dns/text.ts'
import { hasHeader, isResponse } from '../wire/dns.ts'
import { UDP_DNS } from '../wire/numbers.ts'
import { TCP } from './layout.ts'
import type { PacketFacts } from './packet-facts.ts'
import { portsOf, type Reading } from './reading.ts'

/**
 * A DNS message on port 53: in a datagram, or as the whole of a TCP segment. Undefined for all else, also for what
 * others send on that port.
 */
export function describeDns(reading: Reading): Pick<PacketFacts, 'summary' | 'dns'> | undefined {
  const ports = portsOf(reading)
  if (ports?.sourcePort !== UDP_DNS && ports?.destinationPort !== UDP_DNS) return undefined
  const { bytes, layout } = reading
  const payload = bytes.subarray(layout.payload, layout.end)
  const octets = layout.kind === TCP ? messageInSegment(payload) : payload
  if (octets === undefined || !hasHeader(octets, 0, octets.length)) return undefined
  const read = readMessage(octets)
  if (read.ok) return { summary: `DNS ${messageText(read.message)}`, dns: read.message }
  return { summary: `DNS ${isResponse(octets, 0) ? '=' : '?'} malformed: ${read.reason}` }
}
