import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { type Cidr, contains, formatAddress, formatCidr, type Ip, parseAddress, parseCidr } from './ip.ts'
import type { Segment } from './networks.ts'

/** Prefixes that nobody on the internet has a route to, with where that is said. */
const PRIVATE = [
  { prefix: '10.0.0.0/8', source: 'RFC 1918' },
  { prefix: '172.16.0.0/12', source: 'RFC 1918' },
  { prefix: '192.168.0.0/16', source: 'RFC 1918' },
  { prefix: '100.64.0.0/10', source: 'RFC 6598' },
  { prefix: 'fc00::/7', source: 'RFC 4193' },
].map(({ prefix, source }) => ({ prefix: parseCidr(prefix) as Cidr, source }))

/** Where it is said that an address is private; undefined for one that may be public, or stand for one. */
export function privateBy(address: Ip): string | undefined {
  return PRIVATE.find(({ prefix }) => contains(prefix, address))?.source
}

/** A name is a claim only where it says so itself: most labs are private from end to end, and nothing is wrong there. */
const CLAIM = /(?:^|[-_])(?:public|internet)(?:$|[-_])/

/** A network that is called public, and is not. */
export function warnOfPrivateNetwork({ name, subnet }: Segment, findings: Findings): void {
  const source = privateBy(subnet.address)
  if (source !== undefined && CLAIM.test(name))
    findings.warn(['networks', name], `network "${name}" has private addresses (${source})`, {
      remedy: REMEDY,
    })
}

const REMEDY = 'Addresses that may stand for public ones: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24.'

/** A variable that is called public, and holds a private address. */
export function warnOfPrivateVariable(name: string, value: string, findings: Findings): void {
  const address = parseAddress(value) ?? parseCidr(value)?.address
  const source = address === undefined ? undefined : privateBy(address)
  if (source !== undefined && CLAIM.test(name))
    findings.warn(['vars', name], `${value} is a private address (${source})`, { remedy: REMEDY })
}

/** A private address where everybody else has public ones: nobody there has a route to it. */
export function warnOfPrivateAddress(
  address: Ip,
  { name, subnet }: Segment,
  path: Path,
  findings: Findings,
): void {
  const source = privateBy(address)
  if (source === undefined || privateBy(subnet.address) !== undefined) return
  const where = `network "${name}" (${formatCidr(subnet)}) is not`
  findings.warn(path, `${formatAddress(address)} is a private address (${source}), and ${where}`)
}
