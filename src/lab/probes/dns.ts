import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress } from '../topology/ip.ts'
import type { ProbeSpec } from './schema.ts'
import type { DnsProbe } from './types.ts'

/** Labels of up to 63 characters, 253 in all (RFC 1035, section 2.3.4); `.` is the root. */
const NAME =
  /^(?=.{1,254}$)(?:\.|(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?)$/i

/** What is asked, and whom: the first name server of the node where the lab does not say. */
export function readDns(
  spec: ProbeSpec,
  from: Host,
  nameServers: readonly string[],
  path: Path,
  inventory: Inventory,
  findings: Findings,
): Pick<DnsProbe, 'kind' | 'domain' | 'type' | 'server'> | undefined {
  const name = spec.dns ?? ''
  if (!NAME.test(name))
    findings.error([...path, 'dns'], `"${name}" is not a DNS name such as www.example.com`)
  const server = readServer(spec.server, from, nameServers, path, inventory, findings)
  if (server === undefined) return undefined
  const domain = name === '.' ? name : name.replace(/\.$/, '').toLowerCase()
  return { kind: 'dns', domain, type: spec.type ?? 'A', server }
}

function readServer(
  given: string | undefined,
  from: Host,
  [first]: readonly string[],
  path: Path,
  inventory: Inventory,
  findings: Findings,
): string | undefined {
  if (given !== undefined) {
    const address = inventory.resolve(given, from, [...path, 'server'])
    return address === undefined ? undefined : formatAddress(address)
  }
  if (first !== undefined) return first
  const remedy = `Give ${from.name} a resolver, or the probe a server.`
  return findings.error([...path, 'dns'], `"${from.name}" has no name server to ask`, { part: 'key', remedy })
}
