import { routeTo } from '../routes.ts'
import { frameOf, ownAddresses } from '../view.ts'
import { count, frameText } from '../words.ts'
import { grouped, onNodes, wayNamed } from './phrases.ts'
import { type Detector, requestsTo, type Scene, stateOf } from './scene.ts'
import { effective } from './sysctl.ts'
import { type Arrival, arrivalText, muteArrivals, unwrapperOf } from './tunnel.ts'

/**
 * What comes out of a tunnel has come from a device that leads to nobody, so a strict reverse-path filter drops it
 * (rp_filter 1, RFC 3704). It does so behind the place where tcpdump looks: only the counter tells.
 */
export const rpFilter: Detector = (scene) => {
  const strict = muteArrivals(scene).filter((arrival) => dropsUnwrapped(scene, arrival))
  const [first] = strict
  if (first === undefined) return undefined
  const nodes = strict.map(({ server }) => server)
  const device = unwrapperOf(first.outer)
  const why = grouped(nodes, (server) => {
    const state = stateOf(scene, server)
    const dropped = count(reversePathDrops(scene, server), 'packet')
    return `${effective(state, 'rp_filter', device)?.text}, and ${wayBack(scene, server)}: ${dropped} dropped (TcpExt.IPReversePathFilter)`
  })
  return {
    nodes,
    text: `${arrivalText(scene, first)}${unwrapped(scene, first)}, and nothing came back: ${why}.`,
    remedy: onNodes(nodes, `sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.${device}.rp_filter=0`),
  }
}

function dropsUnwrapped(scene: Scene, { server, outer }: Arrival): boolean {
  const device = unwrapperOf(outer)
  const level = effective(stateOf(scene, server), 'rp_filter', device)
  const back = routeBack(scene, server)
  return level?.value === 1 && reversePathDrops(scene, server) > 0 && back?.dev !== device
}

export function reversePathDrops(scene: Scene, node: string): number {
  return stateOf(scene, node).counters['TcpExt.IPReversePathFilter'] ?? 0
}

function routeBack(scene: Scene, server: string) {
  const [cip] = ownAddresses(scene.view, scene.roles.client, scene.roles.vip)
  return cip === undefined ? undefined : routeTo(stateOf(scene, server), cip)
}

function wayBack(scene: Scene, server: string): string {
  const route = routeBack(scene, server)
  return route === undefined ? 'no route leads to CIP' : `the way to CIP is ${wayNamed(scene, route)}`
}

/** `, and a capture on tunl0 shows it unwrapped (frame 13)`, where there is such a capture. */
function unwrapped(scene: Scene, { server, outer }: Arrival): string {
  const point = `${server}:${unwrapperOf(outer)}`
  const hop = requestsTo(scene, server).find(({ sightings }) => sightings.some((one) => one.point === point))
  return hop === undefined
    ? ''
    : `, a capture on ${unwrapperOf(outer)} shows it unwrapped (${frameText([frameOf(hop)])})`
}
