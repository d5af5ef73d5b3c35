import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from './host.ts'
import { type Cidr, contains, familyOf, type Ip, parseAddress } from './ip.ts'
import type { Segment } from './networks.ts'
import type { Family } from './types.ts'

/** Everything of a lab that can be referred to by name, and the one way to look it up. */
export class Inventory {
  readonly segments: readonly Segment[]
  readonly hosts: readonly Host[]
  readonly #findings: Findings

  constructor(segments: readonly Segment[], hosts: readonly Host[], findings: Findings) {
    this.segments = segments
    this.hosts = hosts
    this.#findings = findings
  }

  /** The node of this name, or all replicas of this role; empty where there is no such name. */
  named(name: string): readonly Host[] {
    const host = this.hosts.find((one) => one.name === name)
    return host ? [host] : this.hosts.filter((one) => one.role === name)
  }

  /** Like {@link named}; a name that nobody has is a mistake at `path`. */
  all(name: string, path: Path): readonly Host[] {
    const hosts = this.named(name)
    if (hosts.length === 0) this.#unknown(name, path)
    return hosts
  }

  /** The one node meant by a name; a role of several replicas is a mistake. */
  one(name: string, path: Path): Host | undefined {
    const [host, other] = this.all(name, path)
    if (!host || !other) return host
    const names = this.named(name).map((one) => one.name)
    const remedy = `Take one of them: ${listed(names)}.`
    return this.#findings.error(path, `"${name}" is ${names.length} nodes, and one is needed`, { remedy })
  }

  /** Who has this address by being on a network. */
  owner(address: Ip): Host | undefined {
    return this.hosts.find((host) => [...host.own.values()].some((cidr) => cidr.address === address))
  }

  /** Address of a node as seen from another: on a network that both are on, else its first; of one family, if given. */
  addressOf(host: Host, from: Host, family?: Family): Ip | undefined {
    return this.shared(host, from, family) ?? addressesOf(host, family)[0]?.[1]
  }

  /** Address of a node on the first network that it shares with another. */
  shared(host: Host, from: Host, family?: Family): Ip | undefined {
    const networks = new Set(from.interfaces.map((one) => one.network))
    return addressesOf(host, family).find(([network]) => networks.has(network))?.[1]
  }

  /** An address written out, or a node's as seen from another; anything else is a mistake at `path`. */
  resolve(text: string, from: Host, path: Path, family?: Family): Ip | undefined {
    const address = parseAddress(text)
    if (address !== undefined) return address
    if (isLikeAddress(text)) return this.#findings.error(path, `"${text}" is not an IP address`)
    const host = this.one(text, path)
    return host && this.addressOf(host, from, family)
  }

  #unknown(name: string, path: Path): void {
    if (this.#findings.lost(['nodes', name])) return
    const known = new Set(this.hosts.flatMap((host) => [host.role, host.name]))
    this.#findings.error(path, `there is no node "${name}"`, { known, word: name })
  }
}

/** Own addresses of a node with their networks, in the order of its interfaces. */
function addressesOf(host: Host, family?: Family): (readonly [network: string, address: Ip])[] {
  return host.interfaces.flatMap(({ name, network }) => {
    const address = host.own.get(name)?.address
    return address === undefined || (family && familyOf(address) !== family) ? [] : [[network, address]]
  })
}

/** Whether somebody meant an address; names have neither colons nor digits alone. */
export function isLikeAddress(text: string): boolean {
  return /^[\d./]+$|:/.test(text)
}

/** Is the address on a network of the node, and whose link is it? */
export function linkTo(host: Host, address: Ip): [string, Cidr] | undefined {
  return [...host.own].find(([, cidr]) => contains(cidr, address))
}

/** `rs1, rs2, rs3 … rs9` */
export function listed(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} … ${names.at(-1)}`
}
