import type { Hop } from '../../../journey/types.ts'
import type { Interface, Link, PortVlans } from '../../../lab/topology/types.ts'
import { routeTo } from '../../routes.ts'
import { birdOf } from '../../routing/bird.ts'
import { addressesOn, frameOf, holderOf, isSentinel, type View } from '../../view.ts'
import { frameText, listed } from '../../words.ts'
import type { Concern, Lookup } from './concern.ts'
import type { NetworkDetector } from './detector.ts'

/** A port that is not in the VLAN of the network for which its node has an address. */
interface Stray {
  readonly node: string
  readonly nic: Interface
  readonly link: Link
  readonly wanted: number
  readonly is: PortVlans
  /** A question of its node, or about it, that nobody heard beyond the port. */
  readonly unheard: Hop
}

/** The switch's own table of VLANs, and ARP that does not cross it. */
export const wrongVlan: NetworkDetector = (view, concern) => {
  const involved = involvedIn(view, concern)
  const concerned = view.lab.nodes.filter(({ name }) => involved.has(name))
  const strays = concerned.flatMap(({ name: node, links, interfaces }) =>
    interfaces.flatMap((nic) => {
      const link = links.find(({ device }) => device === nic.link)
      return link ? (strayOf(view, node, nic, link) ?? []) : []
    }),
  )
  const nodes = [...new Set(strays.map(({ node }) => node))]
  if (nodes.length === 0) return undefined
  return {
    nodes,
    text: `${strays.map(strayText).join('; ')}.`,
    remedy: strays.map(remedyOf).join('; '),
  }
}

/**
 * Nodes where packets were, those that they were sent to next, and whoever has the address that they were for; of a
 * router, those with whom it has lost a session.
 */
function involvedIn(view: View, { node, lookups }: Concern): Set<string> {
  const sessions = node === undefined ? [] : (birdOf(view, node)?.sessions ?? [])
  const lost = sessions.filter(({ state }) => state !== 'Established')
  const partners = lost.map(({ neighbour }) => holderOf(view, neighbour))
  return new Set([
    ...(node === undefined ? [] : [node, ...partners]),
    ...lookups.flatMap((one) => [one.node, holderOf(view, one.to), ...nextNodes(view, one)]),
  ])
}

/** By the kernel's routes, and by its virtual services. */
function nextNodes(view: View, { node, to }: Lookup): string[] {
  const state = view.stateByNode.get(node)
  const via = state && routeTo(state, to)?.via
  const services = state?.ipvs.filter((one) => one.protocol !== 'fwmark' && one.address === to) ?? []
  const servers = services.flatMap((one) => one.servers.map(({ address }) => address))
  return [...(via === undefined ? [] : [via]), ...servers].map((address) => holderOf(view, address))
}

function strayOf(view: View, node: string, nic: Interface, link: Link): Stray | undefined {
  const network = view.networks.find((one) => one.network === nic.network)
  const wanted = network?.vlan
  const is = network?.portVlans?.[link.port] ?? { tagged: [] }
  if (wanted === undefined) return undefined
  const fits = nic.vlan === undefined ? is.untagged === wanted : is.tagged.includes(wanted)
  const unheard = fits ? undefined : unheardAt(view, node, nic)
  return unheard && { node, nic, link, wanted, is, unheard }
}

/** An ARP question from or for the node on that network, which was seen on one side of the port only. */
function unheardAt(view: View, node: string, { network, link, vlan }: Interface): Hop | undefined {
  const own = addressesOn(view, { node, network })
  const point = `${node}:${link}`
  const hops = view.journeys.flatMap((journey) =>
    journey.neighbour?.kind === 'request' && !isSentinel(journey) ? journey.hops : [],
  )
  return hops.find((hop) => {
    const here = hop.sightings.some((one) => one.point === point)
    const elsewhere = hop.sightings.some((one) => one.point !== point)
    const tagged = vlan === undefined || hop.vlan === undefined || hop.vlan === vlan
    return tagged && here !== elsewhere && own.some((one) => one === hop.source || one === hop.destination)
  })
}

function strayText({ node, nic, link, wanted, is, unheard }: Stray): string {
  const port = `port ${link.port} of ${link.bridge}, behind ${nic.link} of ${node},`
  const found = vlansText(is)
  const question = `who-has ${unheard.destination} tell ${unheard.source}`
  return `${port} is ${found}, and network ${nic.network} is VLAN ${wanted}: ${question} does not get through (${frameText([frameOf(unheard)])})`
}

function vlansText({ untagged, tagged }: PortVlans): string {
  const parts = [
    ...(untagged === undefined ? [] : [`in VLAN ${untagged} without a tag`]),
    ...(tagged.length === 0 ? [] : [`in VLAN ${listed(tagged.map(String))} with a tag`]),
  ]
  return parts.length === 0 ? 'in no VLAN' : parts.join(' and ')
}

function remedyOf({ nic, link, wanted }: Stray): string {
  const how = nic.vlan === undefined ? ' pvid untagged' : ''
  return `on ${link.bridge}: bridge vlan add dev ${link.port} vid ${wanted}${how}`
}
