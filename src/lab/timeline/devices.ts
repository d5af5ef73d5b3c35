import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { linkDevices } from '../topology/bridges.ts'
import type { Host } from '../topology/host.ts'
import { linkTo } from '../topology/inventory.ts'
import { type Ip, parseAddress } from '../topology/ip.ts'
import type { Place } from './types.ts'

/** A cable of a node by the name of its device. */
export function linkNamed(host: Host, name: string, path: Path, findings: Findings): Place | undefined {
  const links = host.links.map(({ device }) => device)
  return deviceNamed(host, name, links, path, findings)
}

function deviceNamed(
  host: Host,
  name: string,
  known: readonly string[],
  path: Path,
  findings: Findings,
): Place | undefined {
  if (known.includes(name)) return { node: host.name, interface: name }
  return findings.error(path, `"${host.name}" has no interface "${name}"`, { known, word: name })
}

/** The interface that is named, or the node's only one. */
export function onlyLink(
  host: Host,
  name: string | undefined,
  path: Path,
  findings: Findings,
): Place | undefined {
  if (name !== undefined) return deviceNamed(host, name, linkDevices(host), [...path, 'dev'], findings)
  const [first, second] = host.interfaces
  if (first && !second) return { node: host.name, interface: first.name }
  const remedy = `Say which: dev: ${host.interfaces.map((one) => one.name).join(' or ')}.`
  return findings.error(path, `"${host.name}" has ${host.interfaces.length} interfaces`, { remedy })
}

/** The interface that is named, or that whose subnet holds an address, or the only one. */
export function linkOf(
  host: Host,
  cidr: string,
  name: string | undefined,
  path: Path,
  findings: Findings,
): Place | undefined {
  const address = parseAddress(cidr.split('/')[0] ?? '') as Ip
  const own = name === undefined ? linkTo(host, address)?.[0] : undefined
  return own === undefined ? onlyLink(host, name, path, findings) : { node: host.name, interface: own }
}
