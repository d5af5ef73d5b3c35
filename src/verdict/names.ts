import type { Names } from '../journey/types.ts'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { networksByWeight, type Part, partsOf } from './parts.ts'
import { addressOf } from './prefix.ts'
import { probeNamed, targetOf } from './topology.ts'
import type { Evidence, InterfaceState, IpvsService, NodeState } from './types.ts'

/**
 * The names that all output uses: MAC → node, IP address → role. Which node holds which MAC and address is read
 * from the kernels that were observed; which part a node plays follows from the lab. Replicas share a word and
 * are numbered: RIP1, RIP2; a lone CIP stays CIP. A node's address on a network further away carries that
 * network's name: GW-internet; a link-local one is CIP-fe80. An address that no kernel holds gets no name, so that a
 * dead one stands out.
 */
export function namesOf(evidence: Named, lab: Lab): Names {
  const vips = virtualAddresses(evidence, lab)
  const parts = partsOf(lab)
  const weight = networksByWeight(lab, parts)
  const addresses: Record<string, string> = {}
  vips.forEach((vip, index) => {
    addresses[vip] = vips.length > 1 ? `VIP${index + 1}` : 'VIP'
  })
  for (const node of lab.nodes) {
    const state = evidence.nodes.find((candidate) => candidate.node === node.name)
    const word = wordFor(lab, node, parts)
    if (state !== undefined) nameAddresses(addresses, word, held(node, state, weight))
  }
  return { macs: macsOf(evidence), addresses }
}

/** What names follow from. */
export type Named = Pick<Evidence, 'nodes' | 'addressChanges'>

/** The owner of each MAC; of a virtual one, which several nodes have, those that have held an address with it: `lb1|lb2`. */
function macsOf(evidence: Named): Record<string, string> {
  const names = [...macHolders(evidence.nodes)].map(([mac, all]) => {
    const holding = all.filter((one) => all.length === 1 || hasHeld(evidence, one))
    return [mac, (holding.length > 0 ? holding : all).map(({ node }) => node).join('|')] as const
  })
  return Object.fromEntries(names)
}

/** A node's interface with a MAC. */
interface MacHolder {
  readonly mac: string
  readonly node: string
  readonly nic: InterfaceState
}

/** All interfaces that have a MAC, one a node. */
export function macHolders(nodes: readonly NodeState[]): Map<string, MacHolder[]> {
  const all = nodes.flatMap(({ node, interfaces }) => {
    const own = interfaces.flatMap((nic) => (nic.mac === undefined ? [] : [{ mac: nic.mac, node, nic }]))
    return own.filter((one, index) => own.findIndex(({ mac }) => mac === one.mac) === index)
  })
  return Map.groupBy(all, ({ mac }) => mac)
}

function hasHeld({ addressChanges }: Named, { node, nic }: MacHolder): boolean {
  return (
    nic.addresses.length > 0 || addressChanges.some((one) => one.node === node && one.interface === nic.name)
  )
}

/** Virtual addresses: those that the probes of a mode are aimed at, and those that IPVS schedules. */
function virtualAddresses(evidence: Named, lab: Lab): string[] {
  const modes = lab.expectations.filter((spec) => spec.kind === 'mode')
  const probed = modes.map(({ probe }) => probeNamed(lab, probe))
  const scheduled = evidence.nodes.flatMap(({ ipvs }) => ipvs.flatMap(vipOf))
  return [...new Set([...probed.map((probe) => targetOf(probe).address), ...scheduled])]
}

function vipOf(service: IpvsService): string[] {
  return service.protocol === 'fwmark' ? [] : [service.address]
}

const WORDS = { director: 'DIP', server: 'RIP', client: 'CIP', router: 'GW' } as const

/**
 * `RIP2` for the second real server; a part that one node plays is not numbered, except real servers. Of several
 * routers, and of directors in the second row, names say more than numbers.
 */
function wordFor(lab: Lab, node: Node, parts: ReadonlyMap<string, Part>): string {
  const part = parts.get(node.name) ?? 'other'
  if (part === 'other' || part === 'second') return node.name
  const alike = lab.nodes.filter(({ name }) => parts.get(name) === part)
  if (part === 'router' && alike.length > 1) return node.name
  const number = alike.length > 1 || part === 'server' ? String(alike.indexOf(node) + 1) : ''
  return `${WORDS[part]}${number}`
}

interface Held {
  readonly address: string
  readonly network: string
}

/** A node's addresses in the order in which they deserve the plain word: those near the real servers first. */
function held(node: Node, state: NodeState, weight: readonly string[]): Held[] {
  const all = state.interfaces
    .filter(({ mac }) => mac !== undefined)
    .flatMap(({ name, addresses }) => {
      const network = node.interfaces.find((one) => one.name === name)?.network ?? name
      return addresses.map((cidr) => ({ address: addressOf(cidr), network }))
    })
  return all.toSorted((a, b) => weight.indexOf(a.network) - weight.indexOf(b.network))
}

function nameAddresses(names: Record<string, string>, word: string, addresses: readonly Held[]): void {
  const own = addresses.filter(({ address }) => names[address] === undefined)
  const [local, global] = [own.filter(isLinkLocal), own.filter((one) => !isLinkLocal(one))]
  nameEach(names, word, global)
  nameEach(names, `${word}-fe80`, local)
}

/** Every link has its own network of this prefix (RFC 4291, section 2.5.6). */
const isLinkLocal = ({ address }: Held): boolean => address.startsWith('fe80:')

/** The plain word for the first; further ones by their number, those on another network by its name before that. */
function nameEach(names: Record<string, string>, word: string, addresses: readonly Held[]): void {
  for (const [network, alike] of Map.groupBy(addresses, (one) => one.network)) {
    const mine = network === addresses[0]?.network ? word : `${word}-${network}`
    alike.forEach(({ address }, index) => {
      names[address] = index === 0 ? mine : `${mine}-${index + 1}`
    })
  }
}
