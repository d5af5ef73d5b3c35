import { addressName } from '../../journey/notation.ts'
import { bracketed, endpointText } from '../../lab/topology/endpoint.ts'
import { asks, claims } from '../neighbour.ts'
import { addressOf, lengthOf } from '../prefix.ts'
import { routeText, routeTo } from '../routes.ts'
import { hopText, isTimeExceeded, messageText } from '../say.ts'
import type { RouteState } from '../types.ts'
import { frameOf, framesOf, linkAddresses, ownAddresses, receiver, sender } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { grouped, ipRoute, onNodes, routeNamed } from './phrases.ts'
import { type Detector, linkOf, repliesFrom, requestsFrom, type Scene, serviceOf, stateOf } from './scene.ts'
import { effective } from './sysctl.ts'

/** Direct routing rewrites only MACs: a router in between sees a packet for the VIP and sends it back. */
export const rsBehindRouter: Detector = (scene) => {
  const { director, servers } = scene.roles
  const astray = requestsFrom(scene, director).filter((hop) => !servers.includes(receiver(scene.view, hop)))
  const far = (serviceOf(scene)?.servers ?? []).flatMap(({ address }) => {
    const route = routeTo(stateOf(scene, director), address)
    return route?.via === undefined ? [] : [{ address, route }]
  })
  const [hop] = astray
  const [first] = far
  if (hop === undefined || first === undefined) return undefined
  const addresses = far.map(({ address }) => address)
  const owners = servers.filter((server) =>
    linkAddresses(stateOf(scene, server)).some((one) => addresses.includes(one)),
  )
  const names = listed(addresses.map((address) => addressName(address, scene.view.names)))
  const sent = `${hopText(scene.view, hop)} (${frameText([frameOf(hop)])})`
  return {
    nodes: owners.length > 0 ? owners : [director],
    text: `${sent}: the director's route to ${names} is ${routeNamed(scene, first.route)}, so a router gets a packet that is addressed to the VIP.${loop(scene)}`,
    remedy: `put ${listed(owners.length > 0 ? owners : addresses)} on ${scene.roles.front.network}, the director's network, or tunnel: ipvsadm -e … -i`,
  }
}

function loop({ view, traffic }: Scene): string {
  const round = traffic.requests.find(({ journey }) => journey.disposition === 'looped')?.journey
  const exceeded = view.journeys.find(isTimeExceeded)
  if (round === undefined && exceeded === undefined) return ''
  const told =
    exceeded === undefined ? '' : `, ICMP time exceeded (${frameText(framesOf(exceeded).slice(0, 1))})`
  const hops = round === undefined ? '' : ` for ${round.hops.length} hops`
  return ` That router sends it back to the director, and so on${hops} until the TTL ends${told}.`
}

/** The director's table names an address that nobody answers for. */
export const deadRip: Detector = (scene) => {
  const { director, vip } = scene.roles
  const own = ownAddresses(scene.view, director, vip)
  const unanswered = (serviceOf(scene)?.servers ?? []).flatMap(({ address }) => {
    const asked = asks(scene.view, director).filter(
      ({ target, tell }) => target === address && own.includes(tell),
    )
    return asked.length > 0 && claims(scene.view, address).length === 0 ? [{ address, asked }] : []
  })
  const dead = unanswered.filter(({ address }) => ownerIsDown(scene, address))
  const [first] = dead
  if (first?.asked[0] === undefined) return undefined
  const owners = dead.flatMap(({ address }) => ownersOf(scene, address))
  const frames = first.asked.map(({ frame }) => frame)
  const question = `${messageText(scene.view, first.asked[0])} (${frameText(frames)})`
  const addresses = listed(dead.map(({ address }) => address))
  const because = owners.length > 0 ? `the interface of ${listed(owners)} with it is down` : 'no node owns it'
  return {
    nodes: owners.length > 0 ? owners : [director],
    text: `${question} was never answered: IPVS lists ${addresses} as a real server, and ${because}.`,
    remedy: onNodes(
      [director],
      `ipvsadm -d -t ${endpointText({ address: vip, port: scene.roles.port })} -r ${bracketed(first.address)}`,
    ),
  }
}

function ownersOf({ view }: Scene, address: string): string[] {
  return view.nodes.filter((state) => linkAddresses(state).includes(address)).map(({ node }) => node)
}

/** True as well where no node holds the address; false for an owner who is up and silent for another reason. */
function ownerIsDown(scene: Scene, address: string): boolean {
  const holders = scene.view.nodes.flatMap(({ interfaces }) =>
    interfaces.filter(({ addresses }) => addresses.some((cidr) => addressOf(cidr) === address)),
  )
  return holders.every(({ up }) => !up)
}

/** In direct routing the director never sees a reply; one that passes it looks forged, for its source is the VIP. */
export const repliesViaDirector: Detector = (scene) => {
  const { client, director, servers, vip } = scene.roles
  const [cip] = ownAddresses(scene.view, client, vip)
  const gateways = ownAddresses(scene.view, director, vip)
  const routes = new Map<string, RouteState>()
  for (const server of servers) {
    const route = cip === undefined ? undefined : routeTo(stateOf(scene, server), cip)
    if (route?.via !== undefined && gateways.includes(route.via)) routes.set(server, route)
  }
  const culprits = [...routes.keys()]
  const sent = culprits
    .flatMap((server) => repliesFrom(scene, server))
    .filter((hop) => receiver(scene.view, hop) === director)
    .toSorted((a, b) => frameOf(a) - frameOf(b))
  const [first] = sent
  if (first === undefined) return undefined
  const via = grouped(
    culprits,
    (server) => `the route to CIP is ${routeNamed(scene, routes.get(server) as RouteState)}`,
  )
  return {
    nodes: culprits,
    text: `${hopText(scene.view, first)} (${frameText(sent.map(frameOf))}): ${via}, and that is the director. ${fate(scene)}`,
    remedy: onNodes(culprits, routeRemedy(scene, routes.get(culprits[0] as string) as RouteState)),
  }
}

/** A host route can go; a default route has to lead to the router that stands for the client. */
function routeRemedy({ view, roles }: Scene, route: RouteState): string {
  const station = roles.front.node
  const link = linkOf({ view, roles }, station)
  const gateway = view.stateByNode.get(station)?.interfaces.find(({ name }) => name === link)?.addresses[0]
  if (lengthOf(route.to) > 0 || gateway === undefined) return `${ipRoute(route.to)} del ${routeText(route)}`
  return `${ipRoute(gateway)} replace default via ${addressOf(gateway)}`
}

function fate(scene: Scene): string {
  const { view, traffic, roles } = scene
  const passed = traffic.replies
    .flatMap(({ journey }) => journey.hops)
    .find((hop) => sender(view, hop) === roles.director)
  if (passed !== undefined)
    return `It sends them on (${frameText([frameOf(passed)])}), so the detour only costs.`
  if (roles.vip.includes(':')) return forwardingText(scene)
  const link = linkOf(scene, roles.director)
  const accepts =
    link === undefined ? undefined : effective(stateOf(scene, roles.director), 'accept_local', link)
  if (accepts?.value !== 0) return UNSEEN
  return 'It drops them: their source, the VIP, is its own address (a martian source; accept_local is 0).'
}

/** IPv6 knows no martian sources: whoever forwards, forwards these as well. */
function forwardingText(scene: Scene): string {
  const forwards = stateOf(scene, scene.roles.director).sysctls['ipv6.conf.all.forwarding']
  return forwards === '0' ? 'It drops them, for it does not forward (ipv6.conf.all.forwarding is 0).' : UNSEEN
}

const UNSEEN = 'They were not seen to leave it again.'
