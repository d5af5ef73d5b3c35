import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Network } from '../types.ts'
import { type Cidr, contains, firstOf, formatCidr, overlaps, parseCidr } from './ipv4.ts'
import { nameProblem } from './names.ts'

/** A network with its subnet ready for arithmetic. */
export interface Segment {
  readonly name: string
  readonly subnet: Cidr
}

export const networksSchema = z
  .record(z.string(), z.string().describe('IPv4 subnet of the network, for example 10.0.0.0/24'))
  .describe('Layer-2 segments by name: each is a bridge with one IPv4 subnet')

/** Subnets that no host address can come from (RFC 6890). */
const SPECIAL = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3']

export function resolveNetworks(data: Readonly<Record<string, string>>, findings: Findings): Segment[] {
  const segments: Segment[] = []
  for (const [name, text] of Object.entries(data)) {
    const path = ['networks', name]
    const remedy = nameProblem(name)
    if (remedy) findings.error(path, `"${name}" cannot name a network`, { part: 'key', remedy })
    const subnet = readSubnet(text, path, findings)
    if (!subnet) findings.lose(path)
    const other = segments.find((segment) => subnet && overlaps(segment.subnet, subnet))
    if (other) findings.error(path, `${text} overlaps ${formatCidr(other.subnet)} of network "${other.name}"`)
    if (subnet) segments.push({ name, subnet })
  }
  return segments
}

function readSubnet(text: string, path: readonly string[], findings: Findings): Cidr | undefined {
  const subnet = parseCidr(text)
  if (!subnet) return findings.error(path, `"${text}" is not an IPv4 subnet such as 10.0.0.0/24`)
  if (subnet.length < 8 || subnet.length > 30)
    return findings.error(path, `a subnet for hosts has a prefix length of 8 to 30, not ${subnet.length}`)
  const special = SPECIAL.find((one) => contains(parseCidr(one) as Cidr, subnet.address))
  if (special) return findings.error(path, `hosts cannot have addresses of ${special}`)
  const suggestion = formatCidr({ ...subnet, address: firstOf(subnet) })
  if (suggestion !== text) findings.error(path, `${text} is an address, not a subnet`, { suggestion })
  return subnet
}

export function toNetwork({ name, subnet }: Segment): Network {
  return { name, subnet: formatCidr(subnet), bridge: name }
}
