import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { delaySchema, parseDelay } from './delay.ts'
import { bitsOf, type Cidr, contains, familyOf, firstOf, formatCidr, overlaps, parseCidr } from './ip.ts'
import { nameProblem } from './names.ts'
import { checkSwitches, resolveSwitch } from './switches.ts'
import type { Network } from './types.ts'

/** A network with its subnet ready for arithmetic. */
export interface Segment extends Omit<Network, 'subnet'> {
  readonly subnet: Cidr
}

const subnetSchema = z.string().describe('Subnet of the network, for example 10.0.0.0/24 or fd00:1::/64')

export const networksSchema = z
  .record(
    z.string(),
    z
      .union([
        subnetSchema,
        z.strictObject({
          subnet: subnetSchema,
          delay: delaySchema.optional(),
          switch: z.string().optional().describe('Switch that several networks share, each as a VLAN of it'),
          vlan: z.int().min(1).max(4094).optional().describe('Which VLAN of the switch the network is'),
        }),
      ])
      .describe('Its subnet, or a map with that and more'),
  )
  .describe('Layer-2 segments by name: each is a bridge with one subnet')

export type NetworkSpec = z.output<typeof networksSchema>[string]

/** Subnets that no host address can come from (RFC 6890, RFC 4291); link-local addresses come by themselves. */
const SPECIAL = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/8', 'fe80::/10', 'ff00::/8']

export function resolveNetworks(data: Readonly<Record<string, NetworkSpec>>, findings: Findings): Segment[] {
  const segments: Segment[] = []
  for (const [name, spec] of Object.entries(data)) {
    const path = ['networks', name]
    const { subnet: text, delay, ...place } = typeof spec === 'string' ? { subnet: spec } : spec
    const at = typeof spec === 'string' ? path : [...path, 'subnet']
    const remedy = nameProblem(name)
    if (remedy) findings.error(path, `"${name}" cannot name a network`, { part: 'key', remedy })
    const subnet = readSubnet(text, at, findings)
    if (!subnet) findings.lose(path)
    const other = segments.find((segment) => subnet && overlaps(segment.subnet, subnet))
    if (other) findings.error(at, `${text} overlaps ${formatCidr(other.subnet)} of network "${other.name}"`)
    const delayUs = delay === undefined ? undefined : parseDelay(delay)
    const bridge = resolveSwitch(name, place, findings)
    if (subnet) segments.push({ name, subnet, ...bridge, ...(delayUs === undefined ? {} : { delayUs }) })
  }
  checkSwitches(segments, findings)
  return segments
}

function readSubnet(text: string, path: Path, findings: Findings): Cidr | undefined {
  const subnet = parseCidr(text)
  if (!subnet) return findings.error(path, `"${text}" is not a subnet such as 10.0.0.0/24 or fd00:1::/64`)
  const longest = bitsOf(subnet.address) - 2
  if (subnet.length < 8 || subnet.length > longest)
    return findings.error(path, `${lengthsFor(subnet)} of 8 to ${longest}, not ${subnet.length}`)
  const special = SPECIAL.find((one) => contains(parseCidr(one) as Cidr, subnet.address))
  if (special) return findings.error(path, `hosts cannot have addresses of ${special}`)
  if (firstOf(subnet) === subnet.address) return subnet
  const suggestion = formatCidr({ ...subnet, address: firstOf(subnet) })
  findings.error(path, `${text} is an address, not a subnet`, { suggestion })
  return subnet
}

function lengthsFor({ address }: Cidr): string {
  return `an ${familyOf(address)} subnet for hosts has a prefix length`
}

export function toNetwork({ name, subnet, ...rest }: Segment): Network {
  return { name, subnet: formatCidr(subnet), ...rest }
}
