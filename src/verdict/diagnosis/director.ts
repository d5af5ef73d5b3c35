import { named } from '../../journey/notation.ts'
import { endpointText, serviceText } from '../../lab/topology/endpoint.ts'
import { asks, claims, wordingFor } from '../neighbour.ts'
import { addressOf, covers, hostPrefix } from '../prefix.ts'
import { hopText, messageText, packetText } from '../say.ts'
import { frameOf, journeysOf, sender } from '../view.ts'
import { count, frameText } from '../words.ts'
import { onNodes } from './phrases.ts'
import {
  type Detector,
  linkOf,
  requestsFrom,
  requestsTo,
  type Scene,
  serviceOf,
  stateOf,
  vipAt,
} from './scene.ts'

/** The primary address of a subnet is what a router asks with; an owner of that address does not answer it. */
export const vipFirst: Detector = (scene) => {
  const { director, vip } = scene.roles
  const wrong = asks(scene.view, director).filter(({ tell, target }) => tell === vip && target !== vip)
  const [first] = wrong
  const link = stateOf(scene, director).interfaces.find(({ name }) => name === linkOf(scene, director))
  if (first === undefined || link === undefined) return undefined
  const inSubnet = link.addresses.filter((cidr) => covers(cidr, first.target))
  const [primary, second] = inSubnet
  if (primary === undefined || second === undefined || addressOf(primary) !== vip) return undefined
  const seen = `${messageText(scene.view, first)} (${frameText(wrong.map(({ frame }) => frame))})`
  return {
    nodes: [director],
    text: `${seen}: ${named(primary, scene.view.names)} stands before ${named(second, scene.view.names)} on ${link.name} of ${director} and is the primary address, which ARP asks with. Who owns the VIP answers no question that comes from the VIP.`,
    remedy: onNodes(
      [director],
      `ip addr del ${primary} dev ${link.name}`,
      `ip addr replace ${second} dev ${link.name}`,
      `ip addr add ${hostPrefix(vip)} dev ${link.name}`,
    ),
  }
}

/** ipvsadm did nothing, or was never run. */
export const noIpvs: Detector = (scene) => {
  const { director, vip, port } = scene.roles
  const kept = keptRequests(scene)
  if (kept === undefined || stateOf(scene, director).ipvs.length > 0) return undefined
  return {
    nodes: [director],
    text: `${kept}: the IPVS table of its kernel is empty.`,
    remedy: onNodes(
      [director],
      `ipvsadm -A -t ${endpointText({ address: vip, port })} -s rr`,
      `ipvsadm -a -t ${endpointText({ address: vip, port })} -r RIP ${methodFlag(scene)}`,
    ),
  }
}

const methodFlag = ({ roles: { mode } }: Scene): string =>
  mode === 'dr' ? '-g' : mode === 'tun' ? '-i' : '-m'

/** IPVS leaves alone what is not registered: only VIP and port together make a virtual service. */
export const serviceMissing: Detector = (scene) => {
  const { director, vip, port } = scene.roles
  const { ipvs } = stateOf(scene, director)
  const kept = keptRequests(scene)
  if (kept === undefined || ipvs.length === 0 || serviceOf(scene) !== undefined) return undefined
  const others = ipvs.map(serviceText).join(', ')
  return {
    nodes: [director],
    text: `${kept}: IPVS schedules ${others} there, and not ${endpointText({ address: vip, port })}.`,
    remedy: onNodes(
      [director],
      `ipvsadm -A -t ${endpointText({ address: vip, port })} -s rr`,
      `ipvsadm -a -t ${endpointText({ address: vip, port })} -r RIP ${methodFlag(scene)}`,
    ),
  }
}

/** A service with nobody to send to refuses (ip_vs_leave sends ICMP port unreachable). */
export const noRealServers: Detector = (scene) => {
  const { director, vip, port } = scene.roles
  const service = serviceOf(scene)
  const kept = keptRequests(scene)
  if (kept === undefined || service === undefined || service.servers.some(({ weight }) => weight > 0))
    return undefined
  const lack =
    service.servers.length === 0
      ? 'has no real server'
      : `has ${count(service.servers.length, 'real server')}, all of weight 0`
  return {
    nodes: [director],
    text: `${kept}: its virtual service ${endpointText({ address: vip, port })} ${lack}.`,
    remedy: onNodes(
      [director],
      `ipvsadm -a -t ${endpointText({ address: vip, port })} -r RIP ${methodFlag(scene)} -w 1`,
    ),
  }
}

/** That the director received requests and handed none on, and what it said instead; undefined otherwise. */
function keptRequests(scene: Scene): string | undefined {
  const { director } = scene.roles
  const arrived = requestsTo(scene, director)
  const [first] = arrived
  if (first === undefined || requestsFrom(scene, director).length > 0) return undefined
  const received = `${director} received ${hopText(scene.view, first)} (${frameText(arrived.map(frameOf))})`
  return `${received} and ${refusal(scene)}`
}

function refusal({ view, traffic, roles }: Scene): string {
  const answers = traffic.exchanges.flatMap(({ replies, errors }) =>
    journeysOf(view, [...errors, ...replies]),
  )
  for (const journey of answers) {
    const [hop] = journey.hops
    if (hop !== undefined && sender(view, hop) === roles.director) {
      return `answered ${packetText(view, hop, journey)} (${frameText([frameOf(hop)])}) instead of sending it on`
    }
  }
  return 'sent nothing on'
}

/** A director that does not own its VIP is never asked for anything. */
export const vipMissingOnDirector: Detector = (scene) => {
  const { director, front, vip } = scene.roles
  const asked = asks(scene.view, front.node).filter(({ target }) => target === vip)
  const claimed = claims(scene.view, vip).some(({ by }) => by === director)
  if (asked.length === 0 || claimed || vipAt(scene, director).length > 0) return undefined
  return {
    nodes: [director],
    text: `${director} left ${wordingFor(vip).question('VIP')} unanswered (${frameText(asked.map(({ frame }) => frame))}): no interface there holds ${vip}.`,
    remedy: onNodes([director], `ip addr add ${hostPrefix(vip)} dev ${linkOf(scene, director) ?? 'eth0'}`),
  }
}
