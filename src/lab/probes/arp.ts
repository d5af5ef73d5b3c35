import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import { type Inventory, linkTo } from '../topology/inventory.ts'
import { formatAddress, parseAddress } from '../topology/ip.ts'
import type { ArpProbe } from './types.ts'

/** What is asked for and from where: the link of the first address, or the first link where that is elsewhere. */
export function readArp(
  given: string | readonly string[],
  sources: readonly string[] | undefined,
  from: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): Pick<ArpProbe, 'kind' | 'device' | 'hosts' | 'sources' | 'times'> | undefined {
  const list =
    typeof given === 'string'
      ? [{ text: given, at: path }]
      : given.map((text, i) => ({ text, at: [...path, i] }))
  const hosts = [...new Set(list.flatMap(({ text, at }) => addressesOf(text, from, at, inventory, findings)))]
  if (hosts.some((host) => host.includes(':'))) return findings.error(path, 'ARP is for IPv4')
  const first = parseAddress(hosts[0] ?? '')
  const link = first === undefined ? undefined : linkTo(from, first)
  const [device, own] = link ?? [...from.own][0] ?? []
  if (first === undefined || device === undefined || own === undefined) return undefined
  const mine = sources ?? [formatAddress(own.address)]
  return { kind: 'arp', device, hosts, sources: mine, times: hosts.length * mine.length }
}

/** An address written out, or those of all nodes of a role. */
function addressesOf(
  text: string,
  from: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): string[] {
  const literal = parseAddress(text)
  if (literal !== undefined) return [formatAddress(literal)]
  return inventory.all(text, path).flatMap((host) => {
    const address = inventory.addressOf(host, from, 'IPv4')
    if (address !== undefined) return [formatAddress(address)]
    const unplaced = host.own.size < host.interfaces.length
    return unplaced ? [] : (findings.error(path, `"${host.name}" has no IPv4 address to ask for`) ?? [])
  })
}
