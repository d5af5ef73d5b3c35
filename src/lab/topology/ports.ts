import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Link, PortVlans } from './types.ts'

const vlan = z.int().min(1).max(4094)

export const trunksSchema = z
  .union([z.string(), z.array(z.string()).min(1)])
  .describe(
    'Switches that the node has one link to for all of its networks there, with VLAN tags: eth1, eth1.10, eth1.20',
  )

export const portsSchema = z
  .record(z.string(), z.union([vlan, z.array(vlan)]))
  .describe(
    'VLANs of the switch ports behind the node’s links, if not those of its networks: ' +
      'eth0: 30 for an access port, eth1: [10, 30] for a trunk',
  )

export type PortsSpec = z.output<typeof portsSchema>

/** Links with the VLANs that the lab gives their ports: a number without tags, a list with tags. */
export function withPorts(links: readonly Link[], spec: PortsSpec, at: Path, findings: Findings): Link[] {
  const known = links.filter(({ vlans }) => vlans).map(({ device }) => device)
  for (const name of Object.keys(spec))
    if (!known.includes(name)) {
      const remedy = known.length === 0 ? 'None of its links ends at a switch with VLANs.' : undefined
      const more = remedy === undefined ? { known, word: name } : { remedy }
      findings.error([...at, name], `there is no port with VLANs behind "${name}"`, { part: 'key', ...more })
    }
  return links.map((link) => {
    const given = spec[link.device]
    return given === undefined || !link.vlans ? link : { ...link, vlans: vlansOf(given) }
  })
}

const vlansOf = (given: PortsSpec[string]): PortVlans =>
  typeof given === 'number' ? { untagged: given, tagged: [] } : { tagged: [...given].sort((a, b) => a - b) }
