import type { Hop, Journey } from '../../journey/types.ts'
import type { Cause } from '../../lab/causes.ts'
import type { ModeName } from '../../lab/vocabulary.ts'
import type { Stage } from '../expectation.ts'
import { addressOf } from '../prefix.ts'
import type { ModeRoles } from '../roles.ts'
import { serviceAt } from '../service.ts'
import { nodeNamed } from '../topology.ts'
import { forwardOf, type Handover, type Traffic, trafficOf } from '../traffic.ts'
import type { Diagnosis, IpvsService, NodeState } from '../types.ts'
import { journeysOf, ownerOf, receiver, sender, type View } from '../view.ts'

/** What a detector looks at: evidence, and who plays which part in the service that failed. */
export interface Scene {
  readonly view: View
  readonly roles: ModeRoles
  readonly traffic: Traffic
}

/** A cause that is proven by packets and kernel state together, or undefined. */
export type Detector = (scene: Scene) => Omit<Diagnosis, 'cause' | 'divergence'> | undefined

/** A cause and the way to recognise it. */
export interface Suspect {
  readonly cause: Cause
  /** The first stage that it can spoil. */
  readonly since: Stage
  /** The modes in which it is one; any where none are named. */
  readonly modes?: readonly ModeName[]
  /** Whatever lies nearer to a failure only follows from it. */
  readonly first?: true
  readonly detect: Detector
}

export function sceneOf(view: View, roles: ModeRoles): Scene {
  return { view, roles, traffic: trafficOf(view, roles) }
}

/** Kernel state of a part; promises are not judged without it (see `expand.ts`). */
export function stateOf({ view }: Pick<Scene, 'view'>, node: string): NodeState {
  const state = view.stateByNode.get(node)
  if (state === undefined) throw new Error(`no kernel state of ${node}`)
  return state
}

/** Name of a node's interface on the network where requests arrive, or else on one where they are handed over. */
export function linkOf({ view, roles }: Pick<Scene, 'view' | 'roles'>, node: string): string | undefined {
  const networks = [roles.front, ...Object.values(roles.back)].map(({ network }) => network)
  const { interfaces } = nodeNamed(view.lab, node)
  return networks.flatMap((name) => interfaces.find(({ network }) => network === name) ?? [])[0]?.name
}

/** Name of the director's interface towards a real server, or towards the router before it. */
export function linkTowards({ view, roles }: Scene, server: string): string {
  const network = roles.back[server]?.network
  const link = nodeNamed(view.lab, roles.director).interfaces.find((one) => one.network === network)
  if (link === undefined) throw new Error(`${roles.director} is not on the network of ${server}`)
  return link.name
}

/** Every place where a node holds the VIP, as `{ interface, cidr }`. */
export function vipAt(scene: Scene, node: string): { readonly interface: string; readonly cidr: string }[] {
  const { vip } = scene.roles
  return stateOf(scene, node).interfaces.flatMap(({ name, addresses }) =>
    addresses.filter((cidr) => addressOf(cidr) === vip).map((cidr) => ({ interface: name, cidr })),
  )
}

/** The virtual service as the director's kernel has it. */
export function serviceOf(scene: Scene): IpvsService | undefined {
  return serviceAt(scene.view, scene.roles)
}

/** Node whose MAC the client's side holds for the VIP. */
export function neighbourOf(scene: Scene): string | undefined {
  const { front, vip } = scene.roles
  const entry = stateOf(scene, front.node).neighbours.find(({ address }) => address === vip)
  return entry?.mac === undefined ? undefined : ownerOf(scene.view, entry.mac)
}

/** Hops of request packets that came to a node, and those that left it. */
export function requestsTo({ view, traffic }: Scene, node: string): Hop[] {
  return requestHops(traffic).filter((hop) => receiver(view, hop) === node)
}

export function requestsFrom({ view, traffic }: Scene, node: string): Hop[] {
  return requestHops(traffic).filter((hop) => sender(view, hop) === node)
}

function requestHops({ requests }: Traffic): Hop[] {
  return requests.flatMap(({ journey }) => journey.hops)
}

/** How the director handed request packets to real servers. */
export function handedOver({ view, roles, traffic }: Scene): Handover[] {
  return traffic.requests.flatMap((packet) => forwardOf(view, roles, packet) ?? [])
}

/** First hops of reply packets that a node sent. */
export function repliesFrom({ view, traffic }: Scene, node: string): Hop[] {
  const first = traffic.replies.flatMap(({ journey }) => journey.hops.slice(0, 1))
  return first.filter((hop) => sender(view, hop) === node)
}

/** A packet with its first hop. */
export interface Sent {
  readonly journey: Journey
  readonly hop: Hop
}

/** ICMP errors about packets of the service's conversations that a node sent. */
export function errorsFrom({ view, traffic }: Scene, node: string): Sent[] {
  const errors = traffic.exchanges.flatMap((exchange) => journeysOf(view, exchange.errors))
  return errors.flatMap((journey) => {
    const [hop] = journey.hops
    return hop !== undefined && sender(view, hop) === node ? [{ journey, hop }] : []
  })
}
