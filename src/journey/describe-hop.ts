import { formatIpv4, formatMac } from '../wire/addresses.ts'
import * as arp from '../wire/arp.ts'
import * as ethernet from '../wire/ethernet.ts'
import * as gre from '../wire/gre.ts'
import * as ipv4 from '../wire/ipv4.ts'
import * as ipv6 from '../wire/ipv6.ts'
import { IP_GRE, IP_UDP } from '../wire/numbers.ts'
import * as udp from '../wire/udp.ts'
import * as vlan from '../wire/vlan.ts'
import { ARP } from './layout.ts'
import { destinationText, portsOf, type Reading, sourceText } from './reading.ts'
import { hopsLeft } from './transmission.ts'
import type { Encapsulation, Hop } from './types.ts'

/** What one frame says about its hop. */
export type HopHeader = Omit<Hop, 'sightings' | 'changes' | 'fragments'>

export function describeHop(reading: Reading): HopHeader {
  const { bytes, layout } = reading
  return {
    ...macsOf(reading),
    ...(layout.tag >= 0 && { vlan: vlan.id(bytes, layout.tag) }),
    ...addressesOf(reading),
    ...portsOf(reading),
    ...(layout.family !== 0 && { ttl: hopsLeft(bytes, layout.network) }),
    encapsulation: encapsulationsOf(reading),
  }
}

/** Empty where the device has no Ethernet header, or the frame is too short for one. */
function macsOf({ bytes, layout: { link } }: Reading): Pick<Hop, 'sourceMac' | 'destinationMac'> {
  if (link < 0) return { sourceMac: '', destinationMac: '' }
  return {
    sourceMac: formatMac(ethernet.source(bytes, link)),
    destinationMac: formatMac(ethernet.destination(bytes, link)),
  }
}

/** Empty where there is neither IP nor ARP. */
function addressesOf({
  bytes,
  layout: { kind, family, network },
}: Reading): Pick<Hop, 'source' | 'destination'> {
  if (kind === ARP) {
    return {
      source: formatIpv4(arp.senderIp(bytes, network)),
      destination: formatIpv4(arp.targetIp(bytes, network)),
    }
  }
  if (family === 0) return { source: '', destination: '' }
  return { source: sourceText(bytes, network), destination: destinationText(bytes, network) }
}

function encapsulationsOf({ bytes, layout }: Reading): Encapsulation[] {
  const outer = [...layout.outer.subarray(0, layout.depth)]
  return outer.map((at, index) => encapsulationAt(bytes, at, outer[index + 1] ?? layout.network))
}

function encapsulationAt(bytes: Uint8Array, at: number, next: number): Encapsulation {
  const protocol = tunnelProtocol(bytes, at)
  return {
    protocol,
    source: sourceText(bytes, at),
    destination: destinationText(bytes, at),
    ttl: hopsLeft(bytes, at),
    octets: next - at,
    dontFragment: ipv4.version(bytes, at) !== 4 || ipv4.dontFragment(bytes, at),
    ...shimOf(protocol, bytes, at),
  }
}

/** What stands between the outer header and the packet inside. */
function shimOf(
  protocol: Encapsulation['protocol'],
  bytes: Uint8Array,
  outer: number,
): Partial<Encapsulation> {
  if (protocol === 'ipip') return {}
  const at = outer + (ipv4.version(bytes, outer) === 4 ? ipv4.headerLength(bytes, outer) : ipv6.LENGTH)
  if (protocol === 'gre') return { checksum: gre.hasChecksum(bytes, at) }
  return {
    sourcePort: udp.sourcePort(bytes, at),
    destinationPort: udp.destinationPort(bytes, at),
    checksum: udp.checksum(bytes, at) !== 0,
  }
}

function tunnelProtocol(bytes: Uint8Array, at: number): Encapsulation['protocol'] {
  // IPv6 outside: extension headers do not occur in front of a tunnel that Linux makes.
  const number = ipv4.version(bytes, at) === 4 ? ipv4.protocol(bytes, at) : ipv6.nextHeader(bytes, at)
  if (number === IP_GRE) return 'gre'
  return number === IP_UDP ? 'gue' : 'ipip'
}
