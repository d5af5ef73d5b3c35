import { grouped, onNodes } from './phrases.ts'
import type { Detector } from './scene.ts'
import { arrivalText, deviceOf, muteArrivals, refusalText, unwrapperOf } from './tunnel.ts'

/** IP protocol numbers (IANA), or UDP, of what nobody takes. */
const PROTOCOLS = {
  ipip: 'IP protocol 4',
  gre: 'IP protocol 47',
  gue: 'what GUE leaves, IP protocol 4',
} as const

/**
 * Without a device that is up, tunnel packets are nobody's: ICMP port unreachable where the module is loaded
 * (tunnel4_rcv in net/ipv4/tunnel4.c), protocol unreachable where it is not (ip_protocol_deliver_rcu).
 */
export const tunnelDown: Detector = (scene) => {
  const culprits = muteArrivals(scene).filter((arrival) => !deviceOf(scene, arrival)?.up)
  const refused = culprits.find(({ server }) => refusalText(scene, server) !== undefined)
  if (refused === undefined) return undefined
  const nodes = culprits.map(({ server }) => server)
  const device = unwrapperOf(refused.outer)
  const state = deviceOf(scene, refused) === undefined ? 'missing' : 'down'
  const lacks = grouped(
    nodes,
    () => `${device} is ${state}, so nobody takes ${PROTOCOLS[refused.outer.protocol]}`,
  )
  return {
    nodes,
    text: `${arrivalText(scene, refused)} and answered ${refusalText(scene, refused.server)}: ${lacks}.`,
    remedy: onNodes(
      nodes,
      ...(state === 'missing' ? [`modprobe ${MODULES[device]}`] : []),
      `ip link set ${device} up`,
    ),
  }
}

const MODULES = { tunl0: 'ipip', gre0: 'ip_gre' } as const
