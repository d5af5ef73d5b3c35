import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { bodySizes } from './bodies.ts'
import type { CapturePoint } from './types.ts'

/** Where the lab has tcpdump listen, in the order of the nodes. */
export function capturesOf(lab: Lab): CapturePoint[] {
  const buffer = Math.max(0, ...bodySizes(lab)) < A_BURST ? BUFFER : BUFFER_OF_A_BURST
  return lab.nodes.flatMap((node) =>
    node.captures.map((name) => ({
      point: `${node.name}:${name}`,
      namespace: node.name,
      interface: name,
      snapLength: isTunnel(node, name) ? TUNNEL_FRAME : 0,
      buffer,
    })),
  )
}

function isTunnel({ tunnels }: Node, name: string): boolean {
  return tunnels.some((tunnel) => tunnel.name === name)
}

/**
 * More than the MTU of a tunnel device, without offloads. libpcap sizes the slots of its buffer by the MTU for
 * Ethernet alone; elsewhere all of a frame would mean 256 KiB a slot, and a buffer of eight frames (pcap-linux.c).
 */
const TUNNEL_FRAME = 2048

/** libpcap's own choice, in KiB: some 1300 slots of a full frame. */
const BUFFER = 2048

/**
 * Octets of a body that may pass before tcpdump gets its turn. A director with one arm sees each segment twice, and
 * each acknowledgement, which takes a slot as large: 2 MB are 5600 slots there.
 */
const A_BURST = 500_000
const BUFFER_OF_A_BURST = 16_384
