import { named } from '../../journey/notation.ts'
import { asks, claims, wordingFor } from '../neighbour.ts'
import { hostPrefix, isOneAddress } from '../prefix.ts'
import { routeTo } from '../routes.ts'
import { hopText } from '../say.ts'
import type { RouteState } from '../types.ts'
import { frameOf, ownAddresses } from '../view.ts'
import { count, frameText, listed } from '../words.ts'
import { grouped, onNodes, routeNamed } from './phrases.ts'
import { type Detector, repliesFrom, requestsFrom, requestsTo, type Scene, stateOf, vipAt } from './scene.ts'

/**
 * On lo an address takes its whole prefix with it: in IPv4 everybody in the subnet becomes this host itself, in IPv6
 * the subnet is looked for on lo.
 */
export const vipPrefixOnLo: Detector = (scene) => {
  const wide = new Map<string, { readonly cidr: string; readonly route: RouteState }>()
  for (const server of scene.roles.servers) {
    const cidr = vipAt(scene, server).find((at) => at.interface === 'lo' && !isOneAddress(at.cidr))?.cidr
    const route = routeToClient(scene, server)
    if (cidr !== undefined && (route?.type === 'local' || route?.dev === 'lo'))
      wide.set(server, { cidr, route })
  }
  const culprits = [...wide.keys()]
  const mute = culprits.filter((server) => isMute(scene, server))
  const [first] = mute
  if (first === undefined) return undefined
  const { cidr } = wide.get(first) as { cidr: string }
  const routes = grouped(culprits, (server) => {
    const found = wide.get(server) as { cidr: string; route: RouteState }
    return `lo has ${named(found.cidr, scene.view.names)}, so the route to CIP is ${routeNamed(scene, found.route)}`
  })
  return {
    nodes: culprits,
    text: `${listed(mute)} got ${whatCame(scene, first)} and nothing came back: ${routes}, and replies never leave.`,
    remedy: onNodes(
      culprits,
      `ip addr del ${cidr} dev lo`,
      `ip addr add ${hostPrefix(scene.roles.vip)} dev lo`,
    ),
  }
}

function routeToClient(scene: Scene, server: string): RouteState | undefined {
  const [cip] = ownAddresses(scene.view, scene.roles.client, scene.roles.vip)
  return cip === undefined ? undefined : routeTo(stateOf(scene, server), cip)
}

/** It was sent a request, or asked for its address, and answered neither. */
function isMute(scene: Scene, server: string): boolean {
  return (
    repliesFrom(scene, server).length === 0 &&
    (requestsTo(scene, server).length > 0 || unansweredAsk(scene, server))
  )
}

function unansweredAsk({ view, roles }: Scene, server: string): boolean {
  const own = ownAddresses(view, server, roles.vip)
  const asked = asks(view, roles.director).some(({ target }) => own.includes(target))
  return asked && own.every((address) => claims(view, address).length === 0)
}

function whatCame(scene: Scene, server: string): string {
  const [hop] = requestsTo(scene, server)
  return hop === undefined
    ? wordingFor(scene.roles.vip).question('RIP')
    : `${hopText(scene.view, hop)} (${frameText([frameOf(hop)])})`
}

/** A host takes no packet for an address that it does not own (ip_rcv, Ip.InAddrErrors). */
export const vipMissing: Detector = (scene) => {
  const lacking = scene.roles.servers.filter((server) => vipAt(scene, server).length === 0)
  const reached = lacking.filter((server) =>
    requestsTo(scene, server).some(({ destination }) => destination === scene.roles.vip),
  )
  const [first] = reached
  if (first === undefined) return undefined
  return {
    nodes: lacking,
    text: `${listed(reached)} got ${whatCame(scene, first)}, but no interface there holds the VIP: ${grouped(reached, (server) => fate(scene, server))}.`,
    remedy: onNodes(lacking, `ip addr add ${hostPrefix(scene.roles.vip)} dev lo`),
  }
}

function fate(scene: Scene, server: string): string {
  const counter = `${scene.roles.vip.includes(':') ? 'Ip6' : 'Ip'}.InAddrErrors`
  const errors = stateOf(scene, server).counters[counter] ?? 0
  if (errors > 0) return `${count(errors, 'packet')} dropped (${counter})`
  const [back] = requestsFrom(scene, server)
  return back === undefined ? 'nothing more was seen' : `they were sent on (${hopText(scene.view, back)})`
}
