import { count } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, type Scene, serviceOf } from './scene.ts'
import { arrivalText, deviceOf, muteArrivals } from './tunnel.ts'

/**
 * A GRE device takes packets with a checksum only if it was made to (`csum` in ip-link(8)), which gre0 was not.
 * It drops them without a word, as errors of its own (ip_tunnel_rcv in net/ipv4/ip_tunnel.c).
 */
export const greChecksum: Detector = (scene) => {
  const hit = muteArrivals(scene).filter(
    (arrival) => arrival.outer.checksum === true && (deviceOf(scene, arrival)?.receiveErrors ?? 0) > 0,
  )
  const [first] = hit
  const rip = first && tunnelledTo(scene, first.outer.destination)
  if (first === undefined || rip === undefined) return undefined
  const { director, vip, port } = scene.roles
  const dropped = new Map(
    hit.map((arrival) => [arrival.server, deviceOf(scene, arrival)?.receiveErrors ?? 0]),
  )
  const errors = grouped([...dropped.keys()], (server) => {
    return `gre0 expects none and dropped ${count(dropped.get(server) ?? 0, 'packet')} (its receive errors)`
  })
  return {
    nodes: [director],
    text: `${arrivalText(scene, first)}, whose GRE header has a checksum, as ipvsadm --tun-csum asks on ${director}: ${errors}.`,
    remedy: onNodes([director], `ipvsadm -e -t ${vip}:${port} -r ${rip} -i --tun-type gre --tun-nocsum`),
  }
}

/** The address as `ipvsadm -r` wants it, where the director's table has it with a GRE checksum. */
function tunnelledTo(scene: Scene, address: string): string | undefined {
  const server = serviceOf(scene)?.servers.find((one) => one.address === address)
  const asked = server?.tunnel?.type === 'gre' && server.tunnel.checksum
  return asked ? `${server.address}:${server.port}` : undefined
}
