import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { bodySizes } from './bodies.ts'
import type { CapturePoint, Step } from './types.ts'

/** Where the lab has tcpdump listen, in the order of the nodes. */
export function capturesOf(lab: Lab): CapturePoint[] {
  const buffer = bufferFor(lab)
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

/** Whether a step starts captures. */
export const isCaptureStep = ({ operations }: Step): boolean => operations[0]?.kind === 'capture'

function isTunnel({ tunnels }: Node, name: string): boolean {
  return tunnels.some((tunnel) => tunnel.name === name)
}

/**
 * More than the MTU of a tunnel device, without offloads. libpcap sizes the slots of its buffer by the MTU for
 * Ethernet alone; elsewhere all of a frame would mean 256 KiB a slot, and a buffer of eight frames (pcap-linux.c).
 */
const TUNNEL_FRAME = 2048

/** libpcap's own choice, in KiB, which is some 1300 slots of a full frame; and what a guest can spare for each point. */
const LEAST_BUFFER = 2048
const MOST_BUFFER = 16_384

/**
 * KiB for what passes before tcpdump gets its turn. A director with one arm sees each segment of a body twice, and each
 * acknowledgement, which takes a slot as large.
 */
function bufferFor(lab: Lab): number {
  const largest = Math.max(0, ...bodySizes(lab))
  return Math.min(MOST_BUFFER, Math.max(LEAST_BUFFER, Math.ceil((4 * largest) / 1024)))
}
