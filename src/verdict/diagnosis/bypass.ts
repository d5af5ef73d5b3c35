import type { Hop } from '../../journey/types.ts'
import { hostPrefix } from '../prefix.ts'
import { routeTo } from '../routes.ts'
import { hopText, isReset, packetText } from '../say.ts'
import { frameOf, heldAddresses, linkAddresses, ownAddresses, receiver, requestsOf, sender } from '../view.ts'
import { frameText, listed } from '../words.ts'
import { filterTool, grouped, ipRoute, onNodes, routeNamed } from './phrases.ts'
import { type Detector, linkTowards, repliesFrom, type Scene, stateOf } from './scene.ts'

/** What a real server sends past the director is translated by nobody: the client gets it from an address unknown. */
export const repliesBypassDirector: Detector = (scene) => {
  const culprits = scene.roles.servers.filter((server) => {
    const gateway = gatewayOf(scene, server)
    return gateway !== undefined && !linkAddresses(directorState(scene)).includes(gateway)
  })
  const stray = strayFrom(scene, culprits)
  const [first] = stray
  if (first === undefined) return undefined
  const routes = grouped(culprits, (server) => `the route to CIP is ${wayOf(scene, server)}`)
  return {
    nodes: culprits,
    text: `${hopText(scene.view, first)} (${frameText(stray.map(frameOf))}): ${routes}, and that is not the director. ${stranger(scene)}`,
    remedy: onNodes(culprits, defaultVia(directorFor(scene, culprits[0] as string))),
  }
}

/** No router stands between neighbours, so neither can the director. */
export const clientBesideServers: Detector = (scene) => {
  const { client, director, servers } = scene.roles
  const beside = servers.filter((server) => gatewayOf(scene, server) === undefined)
  const stray = strayFrom(scene, beside).filter((hop) => receiver(scene.view, hop) === client)
  const [first] = stray
  if (first === undefined) return undefined
  const routes = grouped(beside, (server) => `the route to CIP is ${wayOf(scene, server)}`)
  const gateway = directorFor(scene, beside[0] as string)
  return {
    nodes: [client],
    text: `${hopText(scene.view, first)} (${frameText(stray.map(frameOf))}): ${client} is on the network of ${listed(beside)}; ${routes}, with nobody between. ${stranger(scene)}`,
    remedy: `${onNodes(beside, `${ipRoute(gateway)} add ${hostPrefix(first.destination)} via ${gateway}`)}; ${noRedirects(director, beside, gateway)}; or let ${director} rewrite the source as well: ${filterTool(gateway)} -t nat -A POSTROUTING -m ipvs --vmethod MASQ -j SNAT --to-source ${gateway}`,
  }
}

/** A host that forwards a packet back to where it came from tells the sender of a shorter way (RFC 1812, 5.2.7.2). */
export const redirectsFollowed: Detector = (scene) => {
  const { director, servers } = scene.roles
  const redirects = scene.view.journeys.flatMap(({ icmp, hops }) => {
    const [hop] = hops
    return icmp !== undefined &&
      REDIRECTS.includes(icmp.type) &&
      hop !== undefined &&
      sender(scene.view, hop) === director
      ? [hop]
      : []
  })
  const obedient = servers.filter((server) => redirects.some((hop) => receiver(scene.view, hop) === server))
  const stray = strayFrom(scene, obedient)
  const [told, first] = [redirects[0], stray[0]]
  if (told === undefined || first === undefined) return undefined
  return {
    nodes: [director],
    text: `${hopText(scene.view, told)} ICMP redirect (${frameText(redirects.map(frameOf))}) tells ${listed(obedient)} of a way past ${director}, and ${hopText(scene.view, first)} (${frameText(stray.map(frameOf))}) takes it. ${stranger(scene)}`,
    remedy: onNodes(
      [director],
      'sysctl -w net.ipv4.conf.all.send_redirects=0',
      `sysctl -w net.ipv4.conf.${linkTowards(scene, obedient[0] as string)}.send_redirects=0`,
    ),
  }
}

/** Types of ICMP (RFC 792) and ICMPv6 (RFC 4861). */
const REDIRECTS = [5, 137]

/** First hops of replies that these servers sent past the director: not to it, nor to a router on the way to it. */
function strayFrom(scene: Scene, servers: readonly string[]): Hop[] {
  const sent = servers.flatMap((server) => repliesFrom(scene, server))
  const own = heldAddresses(directorState(scene))
  return sent
    .filter((hop) => receiver(scene.view, hop) !== scene.roles.director && !own.includes(hop.destination))
    .toSorted((a, b) => frameOf(a) - frameOf(b))
}

const directorState = (scene: Scene) => stateOf(scene, scene.roles.director)

function routeBack(scene: Scene, server: string) {
  const [cip] = ownAddresses(scene.view, scene.roles.client, scene.roles.vip)
  return cip === undefined ? undefined : routeTo(stateOf(scene, server), cip)
}

const gatewayOf = (scene: Scene, server: string): string | undefined => routeBack(scene, server)?.via

function wayOf(scene: Scene, server: string): string {
  const route = routeBack(scene, server)
  return route === undefined ? 'missing' : routeNamed(scene, route)
}

/** The director's own address there: the gateway that real servers need. */
function directorFor(scene: Scene, server: string): string {
  const name = linkTowards(scene, server)
  const link = directorState(scene).interfaces.find((one) => one.name === name)
  return link?.addresses[0]?.split('/')[0] ?? 'DIP'
}

const defaultVia = (gateway: string): string => `${ipRoute(gateway)} replace default via ${gateway}`

/** A forwarder of IPv6 cannot be told to send no redirects; hosts can be told to take none. */
function noRedirects(director: string, servers: readonly string[], address: string): string {
  return address.includes(':')
    ? onNodes(servers, 'sysctl -w net.ipv6.conf.all.accept_redirects=0')
    : onNodes([director], 'sysctl -w net.ipv4.conf.all.send_redirects=0')
}

/** What the client makes of a reply from an address that it never asked. */
function stranger({ view, traffic, roles }: Scene): string {
  const resets = traffic.exchanges
    .flatMap((exchange) => requestsOf(view, exchange))
    .flatMap((journey) => {
      const [hop] = journey.hops
      const isOne = isReset(journey) && hop !== undefined && sender(view, hop) === roles.client
      return isOne && hop.destination !== roles.vip ? [{ journey, hop }] : []
    })
  const [first] = resets
  const unknown = 'The client never asked the address that this comes from'
  if (first === undefined) return `${unknown}.`
  const frames = resets.map(({ hop }) => frameOf(hop))
  return `${unknown}: ${packetText(view, first.hop, first.journey)} (${frameText(frames)}).`
}
