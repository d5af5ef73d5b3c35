import type { Findings } from '../text/findings.ts'
import type { LinkSpec, Member } from './host.ts'
import {
  baseOf,
  type Cidr,
  contains,
  familyOf,
  firstOf,
  formatAddress,
  formatCidr,
  type Ip,
  lastOf,
  parseAddress,
} from './ip.ts'
import type { Segment } from './networks.ts'

/**
 * Own addresses of all nodes: node name → one a link, in the order of `on`; undefined where there is none.
 * Addresses that the lab names come first. Then, in file order and never one that the lab mentions anywhere:
 *
 * - a node on several networks, which is a router to those on one, takes the lowest from .1
 * - a node on one network takes the lowest from .2
 * - replicas sit side by side from .11, .21, … so that rs1 has .11; where no such row is free, as single nodes
 *
 * In IPv6 it is ::1, ::2 and ::11, as they are written.
 */
export function allotAddresses(
  members: readonly Member[],
  segments: readonly Segment[],
  mentioned: ReadonlySet<Ip>,
  findings: Findings,
): Map<string, (Cidr | undefined)[]> {
  const allotted = new Map<string, (Cidr | undefined)[]>(members.map((member) => [member.name, []]))
  for (const segment of segments) {
    const taken = new Map<Ip, Member>()
    const wishes = members.flatMap((member) => wishesFor(segment, member))
    for (const wish of wishes) if (wish.link.address !== undefined) grant(wish, segment, taken, findings)
    const free = (address: Ip) => !taken.has(address) && !mentioned.has(address)
    for (const group of Map.groupBy(wishes.filter(unnamed), groupOf).values())
      place(group, segment, taken, free, findings)
    for (const wish of wishes) record(allotted, wish, segment)
  }
  return allotted
}

interface Wish {
  readonly member: Member
  readonly link: LinkSpec
  /** Place of the link in the node's `on`. */
  readonly index: number
  granted?: Ip
}

function wishesFor(segment: Segment, member: Member): Wish[] {
  return member.on
    .map((link, index) => ({ member, link, index }))
    .filter(({ link }) => link.network === segment.name)
}

function unnamed(wish: Wish): boolean {
  return wish.link.address === undefined
}

/** Replicas that are patched alone still belong to their role's row. */
function groupOf({ member, index }: Wish): string {
  return `${member.role} ${index}`
}

/** An address that the lab names: the first replica's; the others count on from it. */
function grant(wish: Wish, { subnet, name }: Segment, taken: Map<Ip, Member>, findings: Findings): void {
  const { member, link } = wish
  const first = parseAddress(link.address ?? '')
  const address = (first ?? 0n) + BigInt(member.offset)
  const problem =
    first === undefined
      ? `"${link.address}" is not an IP address`
      : (addressProblem(address, subnet, name) ?? clash(address, taken))
  if (problem) {
    findings.error(link.path, problem)
    return
  }
  taken.set(address, member)
  wish.granted = address
}

function clash(address: Ip, taken: ReadonlyMap<Ip, Member>): string | undefined {
  const other = taken.get(address)
  return other && `${formatAddress(address)} is the address of "${other.name}" already`
}

/** Why a host on this subnet cannot have an address, or undefined. */
export function addressProblem(address: Ip, subnet: Cidr, network: string): string | undefined {
  const of = `of network "${network}" (${formatCidr(subnet)})`
  if (!contains(subnet, address)) return `${formatAddress(address)} is outside the subnet ${of}`
  const edge = edgeOf(address, subnet)
  return edge && `${formatAddress(address)} is the ${edge} address ${of}`
}

/** What the first and the last address of a subnet stand for; the last one of IPv6 is like any other. */
function edgeOf(address: Ip, subnet: Cidr): string | undefined {
  const old = familyOf(subnet.address) === 'IPv4'
  if (address === firstOf(subnet)) return old ? 'network' : 'subnet-router anycast'
  return old && address === lastOf(subnet) ? 'broadcast' : undefined
}

function place(
  group: Wish[],
  segment: Segment,
  taken: Map<Ip, Member>,
  free: (address: Ip) => boolean,
  findings: Findings,
): void {
  const row = group[0]?.member.replicated ? freeRow(group.length, segment, free) : undefined
  for (const [index, wish] of group.entries()) {
    const address = row === undefined ? lowest(wish, segment, free) : row + BigInt(index)
    if (address === undefined) {
      full(wish, segment, findings)
      return
    }
    taken.set(address, wish.member)
    wish.granted = address
  }
}

/** First address of `count` free ones in a row that starts at .11, .21, …, or ::11, ::21, … */
function freeRow(count: number, { subnet }: Segment, free: (address: Ip) => boolean): Ip | undefined {
  const base = BigInt(baseOf(subnet.address))
  for (let start = firstOf(subnet) + base + 1n; start + BigInt(count) <= lastOf(subnet); start += base) {
    if (Array.from({ length: count }, (_, index) => start + BigInt(index)).every(free)) return start
  }
  return undefined
}

function lowest({ member }: Wish, { subnet }: Segment, free: (address: Ip) => boolean): Ip | undefined {
  const first = firstOf(subnet)
  const routes = member.on.length > 1
  for (let address = first + (routes ? 1n : 2n); address < lastOf(subnet); address++)
    if (free(address)) return address
  return free(first + 1n) ? first + 1n : undefined
}

function full({ member, link }: Wish, { name, subnet }: Segment, findings: Findings): void {
  const path = member.replicated ? ['nodes', member.role, 'replicas'] : link.path
  findings.error(path, `network "${name}" (${formatCidr(subnet)}) has no free address for "${member.name}"`)
}

function record(allotted: Map<string, (Cidr | undefined)[]>, wish: Wish, { subnet }: Segment): void {
  const links = allotted.get(wish.member.name) ?? []
  links[wish.index] =
    wish.granted === undefined ? undefined : { address: wish.granted, length: subnet.length }
}
