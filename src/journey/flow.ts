/** Where one packet belongs: protocol and the two endpoints. For pings both ports are the echo identifier. */
export interface FlowPacket {
  readonly protocol: 'tcp' | 'udp' | 'icmp'
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
  /** TCP only. */
  readonly sequence?: number
}

/** One direction of a flow, as a key. */
export function flowKey(packet: FlowPacket): string {
  return `${packet.protocol} ${endpoint(packet.source, packet.sourcePort)}→${endpoint(packet.destination, packet.destinationPort)}`
}

/** The other direction. */
export function reversed(packet: FlowPacket): FlowPacket {
  const { source, sourcePort, destination, destinationPort } = packet
  return {
    ...packet,
    source: destination,
    sourcePort: destinationPort,
    destination: source,
    destinationPort: sourcePort,
  }
}

/** `10.0.0.1:80`, `[2001:db8::1]:80` (RFC 3986, section 3.2.2). */
function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
