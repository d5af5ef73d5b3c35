import * as icmp from '../wire/icmp.ts'
import * as icmpv6 from '../wire/icmpv6.ts'
import * as ipv4 from '../wire/ipv4.ts'
import { IP_ICMP, IP_ICMPV6, IP_TCP, IP_UDP, LINK_RAW_IP } from '../wire/numbers.ts'
import * as tcp from '../wire/tcp.ts'
import * as udp from '../wire/udp.ts'
import type { FlowPacket } from './flow.ts'
import { ICMP, ICMP6, Layout } from './layout.ts'
import { destinationText, type Reading, sourceText } from './reading.ts'

/** Octets of the transport header that an ICMP error is bound to quote (RFC 792). */
const QUOTED = 8

/** Whether the packet is an ICMP error, which quotes the packet that it complains about. */
export function isError({ bytes, layout: { kind, transport } }: Reading): boolean {
  if (kind === ICMP) return icmp.isError(icmp.type(bytes, transport))
  return kind === ICMP6 && icmpv6.isError(icmpv6.type(bytes, transport))
}

/** Identifier of a ping, and whether it is the question; undefined for every other message. */
export function echoOf({ bytes, layout: { kind, transport } }: Reading): Echo | undefined {
  if (kind !== ICMP && kind !== ICMP6) return undefined
  const type = icmp.type(bytes, transport)
  const header = kind === ICMP ? icmp : icmpv6
  if (!header.isEcho(type)) return undefined
  return { identifier: header.identifier(bytes, transport), isRequest: type === header.ECHO_REQUEST }
}

export interface Echo {
  readonly identifier: number
  readonly isRequest: boolean
}

/** A quoted packet. */
export interface Quote extends FlowPacket {
  /** IPv4 only. */
  readonly identification?: number
}

/** The innermost packet that an ICMP error quotes, as far as it belongs to a flow. */
export function quoteOf(reading: Reading): Quote | undefined {
  if (!isError(reading)) return undefined
  const { bytes, layout } = reading
  const quoted = new Layout()
  quoted.read(bytes, layout.payload, layout.end, LINK_RAW_IP)
  const flow = quoted.family === 0 ? undefined : flowPacket(bytes, quoted)
  return flow && { ...flow, ...identificationOf({ bytes, layout: quoted }) }
}

/** IP identification of the innermost packet; IPv6 has none. */
export function identificationOf({ bytes, layout }: Omit<Reading, 'frame'>): Pick<Quote, 'identification'> {
  return layout.family === 4 ? { identification: ipv4.identification(bytes, layout.network) } : {}
}

/** Read with care: of the quoted packet's transport header only the first octets need be there. */
function flowPacket(
  bytes: Uint8Array,
  { network, transport, protocol, end, fragmentOffset }: Layout,
): FlowPacket | undefined {
  if (fragmentOffset > 0 || transport + QUOTED > end) return undefined
  const addresses = { source: sourceText(bytes, network), destination: destinationText(bytes, network) }
  if (protocol === IP_TCP) {
    const [sourcePort, destinationPort] = [
      tcp.sourcePort(bytes, transport),
      tcp.destinationPort(bytes, transport),
    ]
    return {
      protocol: 'tcp',
      ...addresses,
      sourcePort,
      destinationPort,
      sequence: tcp.sequence(bytes, transport),
    }
  }
  if (protocol === IP_UDP) {
    const [sourcePort, destinationPort] = [
      udp.sourcePort(bytes, transport),
      udp.destinationPort(bytes, transport),
    ]
    return { protocol: 'udp', ...addresses, sourcePort, destinationPort }
  }
  if (protocol !== IP_ICMP && protocol !== IP_ICMPV6) return undefined
  const id = icmp.identifier(bytes, transport)
  return { protocol: 'icmp', ...addresses, sourcePort: id, destinationPort: id }
}
