import { addressName } from '../../journey/notation.ts'
import { addressOf, hostPrefix } from '../prefix.ts'
import { routeText, routeTo } from '../routes.ts'
import { hopText } from '../say.ts'
import { networksOf, nodeNamed } from '../topology.ts'
import { frameOf, ownAddresses, receiver } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { grouped, ipRoute, onNodes } from './phrases.ts'
import { type Detector, linkOf, repliesFrom, requestsFrom, requestsTo, type Scene, stateOf } from './scene.ts'
import { refusalText } from './tunnel.ts'

/** A kernel that has no route sends nothing, and asks nobody: the client's, or that of the router for it. */
export const noRoute: Detector = (scene) => {
  const { client, front, vip } = scene.roles
  const station = front.node
  const culprit = [client, station].find((node) => lacksRoute(scene, node, vip))
  if (culprit === undefined || requestsFrom(scene, culprit).length > 0) return undefined
  const seen = culprit === client ? unsent(scene) : received(scene, culprit)
  if (seen === undefined) return undefined
  return {
    nodes: [culprit],
    text: `${seen}: ${routesText(scene, [culprit], vip)}.`,
    ...remedyFor(scene, [culprit], vip),
  }
}

/** A real server that knows no way to the client takes requests in and stays silent. */
export const noRouteBack: Detector = (scene) => {
  const { client, servers, vip } = scene.roles
  const [cip] = ownAddresses(scene.view, client, vip)
  if (cip === undefined) return undefined
  const culprits = servers.filter((server) => lacksRoute(scene, server, cip))
  const mute = culprits.filter(
    (server) => requestsTo(scene, server).length > 0 && repliesFrom(scene, server).length === 0,
  )
  const [first] = mute
  if (first === undefined) return undefined
  return {
    nodes: culprits,
    text: `${received(scene, first)}: ${routesText(scene, culprits, cip)}.`,
    ...remedyFor(scene, culprits, cip),
  }
}

/** A router on the way knows no way to a real server: tunnel packets end there. */
export const noRouteBetween: Detector = (scene) => {
  const ended = scene.traffic.requests.flatMap(({ journey }) => journey.hops.slice(-1))
  for (const hop of ended) {
    const node = receiver(scene.view, hop)
    const far = hop.encapsulation[0]?.destination
    if (far === undefined || !scene.view.stateByNode.has(node) || !lacksRoute(scene, node, far)) continue
    const refusal = refusalText(scene, node)
    const came = `${hopText(scene.view, hop)} (${frameText([frameOf(hop)])})`
    const said = refusal === undefined ? 'was not sent on' : `was answered by ${refusal}`
    return { nodes: [node], text: `${came} ${said}: ${routesText(scene, [node], far)}.` }
  }
  return undefined
}

/** Types of routes by which a kernel refuses to send (ip-route(8)). */
const REFUSING = ['unreachable', 'blackhole', 'prohibit', 'throw']

function lacksRoute(scene: Scene, node: string, address: string): boolean {
  const route = routeTo(stateOf(scene, node), address)
  return route === undefined || REFUSING.includes(route.type)
}

function unsent({ roles, traffic }: Scene): string | undefined {
  const { attempts } = traffic
  if (attempts.length === 0 || attempts.some(({ exchange }) => exchange !== undefined)) return undefined
  return `${roles.client} tried ${attempts.length === 1 ? 'once' : `${attempts.length} times`} and sent no packet`
}

function received(scene: Scene, node: string): string | undefined {
  const [hop] = requestsTo(scene, node)
  if (hop === undefined) return undefined
  return `${node} got ${hopText(scene.view, hop)} (${frameText([frameOf(hop)])}) and sent nothing on or back`
}

function routesText(scene: Scene, nodes: readonly string[], address: string): string {
  const name = addressName(address, scene.view.names)
  const target = name === address ? address : `${name} ${address}`
  return grouped(nodes, (node) => {
    const state = stateOf(scene, node)
    const refusing = routeTo(state, address)
    if (refusing !== undefined) return `the route to ${target} is ${routeText(refusing)}`
    const known = state.routes
      .filter(({ table, type, to }) => table === 'main' && type === 'unicast' && isAlike(to, address))
      .map(routeText)
    return `no route leads to ${target}, only ${known.length > 0 ? listed(known) : 'to itself'}`
  })
}

/** Whether both are of one family; `default` is that of IPv4. */
const isAlike = (destination: string, address: string): boolean =>
  destination.includes(':') === address.includes(':')

/** On the network of the station an interface is enough; elsewhere the station is the router to go by. */
function remedyFor(scene: Scene, nodes: readonly string[], address: string): { remedy?: string } {
  const { client, front } = scene.roles
  const station = front.node
  const [node] = nodes as [string]
  const gateway = node === station || station === client ? undefined : stationFor(scene, node)
  const device = linkOf(scene, node)
  if (gateway !== undefined)
    return { remedy: onNodes(nodes, `${ipRoute(gateway)} add default via ${gateway}`) }
  return device === undefined
    ? {}
    : { remedy: onNodes(nodes, `${ipRoute(address)} add ${hostPrefix(address)} dev ${device}`) }
}

/** Address of the station on a network that it shares with a node. */
function stationFor({ view, roles }: Scene, node: string): string | undefined {
  const station = roles.front.node
  const shared = networksOf(view.lab, node)
  const links = nodeNamed(view.lab, station).interfaces.filter(({ network }) => shared.includes(network))
  const held = view.stateByNode.get(station)?.interfaces.find(({ name }) => name === links[0]?.name)
  return held?.addresses.map(addressOf)[0]
}
