import { isInsideNode } from '../journey/hops.ts'
import { macName } from '../journey/notation.ts'
import type { Direction, Exchange, Hop, Journey, Names } from '../journey/types.ts'
import type { Lab } from '../lab/types.ts'
import { macHolders, namesOf } from './names.ts'
import { addressOf } from './prefix.ts'
import { nodeNamed } from './topology.ts'
import type { Evidence, NodeState } from './types.ts'

/** Evidence with what every expectation looks up in it: made once a run. */
export interface View extends Evidence {
  readonly lab: Lab
  readonly names: Names
  readonly journeyById: ReadonlyMap<number, Journey>
  /** Journeys of ARP and neighbour discovery alone: few among many, and often asked for. */
  readonly neighbours: readonly Journey[]
  readonly stateByNode: ReadonlyMap<string, NodeState>
  /** MACs that several nodes have: the virtual ones of VRRP. */
  readonly sharedMacs: ReadonlySet<string>
}

export function viewOf(lab: Lab, evidence: Evidence): View {
  const shared = [...macHolders(evidence.nodes)].filter(([, all]) => all.length > 1)
  return {
    ...evidence,
    lab,
    sharedMacs: new Set(shared.map(([mac]) => mac)),
    names: namesOf(evidence, lab),
    neighbours: evidence.journeys.filter(({ neighbour }) => neighbour !== undefined),
    journeyById: new Map(evidence.journeys.map((journey) => [journey.id, journey])),
    stateByNode: new Map(evidence.nodes.map((state) => [state.node, state])),
  }
}

/** Name of the node that owns a MAC, as its kernel says; the MAC itself where no node does. */
export function ownerOf(view: Pick<View, 'names'>, mac: string): string {
  return macName(mac, view.names)
}

/** What tells whose a MAC is. */
type Owned = Pick<View, 'names' | 'sharedMacs'>

/** Node that sent a hop. Where several have the MAC, whoever was seen to do so. */
export function sender(view: Owned, hop: Hop): string {
  return insideOf(hop) ?? seenTo('out', view, hop, hop.sourceMac) ?? ownerOf(view, hop.sourceMac)
}

/** Node that a hop was for, in the same way. */
export function receiver(view: Owned, hop: Hop): string {
  return insideOf(hop) ?? seenTo('in', view, hop, hop.destinationMac) ?? ownerOf(view, hop.destinationMac)
}

function seenTo(direction: Direction, view: Owned, { sightings }: Hop, mac: string): string | undefined {
  if (!view.sharedMacs.has(mac)) return undefined
  return sightings.find((one) => one.direction === direction)?.point.split(':')[0]
}

/** On lo (MACs of zeros) and on tunnel devices (none at all) a packet stays inside the node that captured it. */
export function insideOf(hop: Hop): string | undefined {
  return isInsideNode(hop) ? hop.sightings[0]?.point.split(':')[0] : undefined
}

/** Journeys by id; an id without a journey is a bug of whoever made the evidence. */
export function journeysOf(view: Pick<View, 'journeyById'>, ids: readonly number[]): Journey[] {
  return ids.map((id) => {
    const journey = view.journeyById.get(id)
    if (journey === undefined) throw new Error(`exchange names journey ${id}, which does not exist`)
    return journey
  })
}

export function requestsOf(view: Pick<View, 'journeyById'>, exchange: Exchange): Journey[] {
  return journeysOf(view, exchange.requests)
}

export function repliesOf(view: Pick<View, 'journeyById'>, exchange: Exchange): Journey[] {
  return journeysOf(view, exchange.replies)
}

/** A frame that the lab itself sent to prove a capture alive: no traffic. */
export function isSentinel({ kind, summary }: Journey): boolean {
  return kind === 'other' && summary.startsWith('sentinel ')
}

/** One frame that shows the hop: its first sighting. */
export function frameOf(hop: Hop): number {
  const first = hop.sightings[0]
  if (first === undefined) throw new Error('hop without a sighting')
  return first.frame
}

/** One frame a hop. */
export function framesOf(journey: Journey): number[] {
  return journey.hops.map(frameOf)
}

/** Addresses that a node's kernel holds on its links, without lo and tunnels, primary first. */
export function linkAddresses(state: NodeState | undefined): string[] {
  const links = state?.interfaces.filter(({ mac }) => mac !== undefined) ?? []
  return links.flatMap(({ addresses }) => addresses.map(addressOf))
}

/** Every address of a node, also on devices without a MAC. */
export function heldAddresses(state: NodeState | undefined): string[] {
  return (state?.interfaces ?? []).flatMap(({ addresses }) => addresses.map(addressOf))
}

/** A node's own addresses: those on its links, except the virtual one that it may share. */
export function ownAddresses(view: View, node: string, vip: string): string[] {
  return linkAddresses(view.stateByNode.get(node)).filter((address) => address !== vip)
}

/** Name of the node that holds an address on one of its links, as its kernel says; the address where nobody does. */
export function holderOf(view: View, address: string): string {
  return view.nodes.find((state) => linkAddresses(state).includes(address))?.node ?? address
}

/** Addresses that a node holds on a network, primary first. */
export function addressesOn(
  view: View,
  { node, network }: { readonly node: string; readonly network: string },
): string[] {
  const link = nodeNamed(view.lab, node).interfaces.find((one) => one.network === network)
  const held = view.stateByNode.get(node)?.interfaces.find(({ name }) => name === link?.name)
  return (held?.addresses ?? []).map(addressOf)
}
