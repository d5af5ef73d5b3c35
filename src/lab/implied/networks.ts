import {
  bitsOf,
  type Cidr,
  contains,
  firstOf,
  formatCidr,
  type Ip,
  overlaps,
  parseCidr,
} from '../topology/ip.ts'
import { usualLength } from './claims.ts'

/** A network on its way to the lab file. */
export interface Net {
  readonly name: string
  subnet: Cidr
  /** Interface by which a node is on it; of a node other than a director, whatever comes next. */
  readonly links: Map<string, string | undefined>
}

/** The networks of a lab as they come to be known. */
export class Networks {
  readonly all: Net[] = []
  #madeUp = 0

  /** The network that an address is on. */
  at(address: Ip): Net | undefined {
    return this.all.find(({ subnet }) => contains(subnet, address))
  }

  /** Puts a node on a network of this subnet, or of one that holds it or lies in it; not twice on the same. */
  join(node: string, device: string | undefined, subnet: Cidr, stem: string): Net | undefined {
    const near = this.all.filter((one) => overlaps(one.subnet, subnet))
    if (near.length > 1 || near[0]?.links.has(node)) return undefined
    const net = near[0] ?? this.#add(stem, subnet)
    if (subnet.length < net.subnet.length) net.subnet = prefix(subnet)
    net.links.set(node, device)
    return net
  }

  /** A network for an interface of which nothing is known: that of another director's of the same name, or a new one. */
  invent(node: string, device: string): { readonly net: Net; readonly isNew: boolean } {
    const other = this.all.find(
      ({ name, links }) =>
        name.startsWith(UNKNOWN) && !links.has(node) && [...links.values()].includes(device),
    )
    const net = other ?? this.#add(UNKNOWN, this.#unused())
    net.links.set(node, device)
    return { net, isNew: !other }
  }

  /** The network of an address that no interface is known for. */
  around(address: Ip, stem: string): Net {
    return this.at(address) ?? this.#add(stem, { address, length: usualLength(address) })
  }

  /** A network that none of these overlaps. */
  apart(candidates: readonly string[], name: string): Net {
    const subnets = candidates.map((text) => parseCidr(text) as Cidr)
    const free = subnets.find((subnet) => this.all.every((net) => !overlaps(net.subnet, subnet)))
    return this.#add(name, free ?? this.#unused())
  }

  networksOf(node: string): Net[] {
    return this.all.filter(({ links }) => links.has(node))
  }

  /** As in a lab file. */
  written(): Record<string, string> {
    return Object.fromEntries(this.all.map(({ name, subnet }) => [name, formatCidr(subnet)]))
  }

  #add(stem: string, subnet: Cidr): Net {
    const taken = this.all.filter(({ name }) => name.replace(/\d+$/, '') === stem).length
    const net = { name: taken === 0 ? stem : `${stem}${taken + 1}`, subnet: prefix(subnet), links: new Map() }
    this.all.push(net)
    return net
  }

  /** Of the prefix that RFC 2544 sets aside for tests. */
  #unused(): Cidr {
    for (;;) {
      const subnet = parseCidr(`198.${18 + (this.#madeUp >> 8)}.${this.#madeUp++ & 255}.0/24`) as Cidr
      if (this.all.every((net) => !overlaps(net.subnet, subnet))) return subnet
    }
  }
}

const UNKNOWN = 'unknown'

/** A host is on no network of one or two addresses: the smallest that a lab can have holds it instead. */
function prefix({ address, length }: Cidr): Cidr {
  const fit = { address, length: Math.min(length, bitsOf(address) - 2) }
  return { ...fit, address: firstOf(fit) }
}
