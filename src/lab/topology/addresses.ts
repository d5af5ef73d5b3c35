import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { addressProblem } from './allot.ts'
import { devicesOf, type Host } from './host.ts'
import type { Inventory } from './inventory.ts'
import {
  bitsOf,
  type Cidr,
  contains,
  formatAddress,
  formatCidr,
  type Ip,
  parseAddress,
  parseCidr,
} from './ip.ts'
import { warnOfPrivateAddress } from './private.ts'
import { isTunnel, missingTunnel } from './tunnels.ts'
import type { Address } from './types.ts'

const cidr = z
  .string()
  .describe(
    'Address with prefix length, for example 10.0.0.100/32; scope host or deprecated may follow; or own',
  )

export const addressesSchema = z
  .record(z.string(), z.union([cidr, z.array(cidr)]))
  .describe(
    'Further addresses by interface (lo, eth0, tunl0, …), added in this order. The own address comes first, ' +
      'unless the list says `own` where it belongs',
  )

type AddressesSpec = z.output<typeof addressesSchema>

/** Every address of a node in the order of `ip address add`: the first of a subnet becomes the primary one. */
export function resolveAddresses(
  spec: AddressesSpec,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Address[] {
  for (const name of Object.keys(spec)) checkInterface(name, host, findings)
  return devicesOf(host).flatMap((name) => {
    const wanted = inOrder(name, spec, host)
    const read = wanted.map((one) => one.own ?? readAddress(one, name, host, inventory, findings))
    return dropTwice(name, wanted, read, findings)
  })
}

interface Wanted {
  readonly text: string
  readonly path: Path
  readonly own?: Cidr
  readonly scope?: 'host'
  readonly deprecated?: true
}

function inOrder(name: string, spec: AddressesSpec, host: Host): Wanted[] {
  const path = [...host.path, 'addresses', name]
  const given = spec[name] ?? []
  const list = Array.isArray(given)
    ? given.map((text, index) => withScope(text, [...path, index]))
    : [withScope(given, path)]
  const own = host.own.get(name)
  const mine = list.map((one) => (one.text === 'own' && own ? { ...one, own } : one))
  return !own || mine.some((one) => 'own' in one) ? mine : [{ text: 'own', path, own }, ...mine]
}

/**
 * `10.0.0.200/32 scope host`, as ip-address(8) writes it: level 3 of arp_ignore leaves such an address alone. What is
 * deprecated is no source for what the node sends of its own accord (RFC 6724, section 5, rule 3).
 */
function withScope(text: string, path: Path): Wanted {
  const [, address = '', option] = /^(.*?)( scope host| deprecated)?$/.exec(text) ?? []
  if (option === undefined) return { text, path }
  return { text: address, path, ...(option === ' deprecated' ? { deprecated: true } : { scope: 'host' }) }
}

function readAddress(
  { text, path }: Wanted,
  name: string,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): Cidr | undefined {
  if (text === 'own') return findings.error(path, `${name} of "${host.role}" has no own address`)
  const cidr = parseCidr(text)
  if (!cidr) return badAddress(text, path, findings)
  const owner = inventory.owner(cidr.address)
  const problem = owner
    ? `${formatAddress(cidr.address)} is the own address of "${owner.name}"`
    : edgeProblem(cidr.address, host, inventory)
  if (problem) return findings.error(path, problem)
  const network = host.interfaces.find((link) => link.name === name)?.network
  const segment = inventory.segments.find((one) => one.name === network)
  if (segment) warnOfPrivateAddress(cidr.address, segment, path, findings)
  return cidr
}

function badAddress(text: string, path: Path, findings: Findings): undefined {
  const bare = parseAddress(text)
  if (bare === undefined) return findings.error(path, `"${text}" is not an address with a prefix length`)
  findings.error(path, `"${text}" lacks a prefix length`, { suggestion: `${text}/${bitsOf(bare)}` })
}

/** A further address may lie outside every subnet, but not on the edges of one. */
function edgeProblem(address: Ip, host: Host, inventory: Inventory): string | undefined {
  const networks = host.interfaces.map((link) => link.network)
  const segment = inventory.segments.find(
    (one) => networks.includes(one.name) && contains(one.subnet, address),
  )
  return segment && addressProblem(address, segment.subnet, segment.name)
}

function dropTwice(
  name: string,
  wanted: readonly Wanted[],
  read: readonly (Cidr | undefined)[],
  findings: Findings,
): Address[] {
  return read.flatMap((cidr, index) => {
    if (!cidr) return []
    const twice = read.findIndex((one) => one?.address === cidr.address) < index
    const { scope, deprecated } = wanted[index] ?? {}
    if (!twice)
      return [
        {
          interface: name,
          cidr: formatCidr(cidr),
          ...(scope && { scope }),
          ...(deprecated && { deprecated }),
        },
      ]
    findings.error(
      wanted[index]?.path ?? [],
      `${name} has the address ${formatAddress(cidr.address)} already`,
    )
    return []
  })
}

function checkInterface(name: string, host: Host, findings: Findings): void {
  const known = devicesOf(host)
  if (known.includes(name)) return
  const remedy = isTunnel(name) ? missingTunnel(name) : `"${host.role}" has ${known.join(', ')}.`
  const path = [...host.path, 'addresses', name]
  findings.error(path, `there is no interface "${name}"`, { part: 'key', known, word: name, remedy })
}
