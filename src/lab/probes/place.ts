import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from '../topology/host.ts'
import type { Inventory } from '../topology/inventory.ts'
import { formatAddress } from '../topology/ip.ts'
import type { ProbeSpec } from './schema.ts'
import { endpointOf, isDnsName, type Target } from './target.ts'

/** Where the DNS name of a URL is taken to be (`at`). What is sent by a client of ours asks nobody for it. */
export function readPlace(
  target: Target,
  spec: ProbeSpec,
  from: Host,
  path: Path,
  inventory: Inventory,
  findings: Findings,
): { readonly address?: string } {
  const named = target.kind === 'http' && isDnsName(endpointOf(target).address)
  const own = spec.hold ? 'hold' : spec.every === undefined ? undefined : 'every'
  if (own && target.kind === 'http' && target.url.startsWith('https:'))
    findings.error([...path, own], `an https probe takes no ${own}`, { part: 'key' })
  if (spec.at === undefined) {
    if (named && own)
      findings.error([...path, own], `a name with ${own} needs an address: give at`, { part: 'key' })
    return {}
  }
  if (!named)
    return findings.error([...path, 'at'], 'the URL has no DNS name that could be anywhere else') ?? {}
  const address = inventory.resolve(spec.at, from, [...path, 'at'])
  return address === undefined ? {} : { address: formatAddress(address) }
}
