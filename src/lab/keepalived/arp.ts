import { Notes, type RealServer, type VirtualServer } from '../../keepalived/index.ts'
import type { Findings } from '../text/findings.ts'
import { confName } from '../topology/sysctl-names.ts'
import type { Node } from '../topology/types.ts'
import { tellUnaccepted } from './facet.ts'

/**
 * Real servers of direct routing hold the address that clients ask for. Unless their ARP settings say otherwise, they
 * answer for it and ask in its name, which takes it from the director.
 */
export function examineArp(nodes: readonly Node[], findings: Findings): void {
  for (const { keepalived } of nodes) {
    if (!keepalived) continue
    const notes = new Notes()
    for (const service of keepalived.director.services)
      for (const server of service.servers.filter(({ method }) => method === 'DR'))
        examineServer(server, service, nodes, notes)
    tellUnaccepted(notes.findings, keepalived.accept, findings)
  }
}

function examineServer(
  server: RealServer,
  { at }: VirtualServer,
  nodes: readonly Node[],
  notes: Notes,
): void {
  const node = nodes.find((one) => holds(one, server.address))
  const vip = at.find((one) => one.kind === 'address' && node && holds(node, one.address))
  if (!node || vip?.kind !== 'address') return
  const [nic] = node.interfaces.filter(({ name }) => addressesOn(node, name).includes(server.address))
  if (!nic) return
  const wrong = WANTED.filter(([setting, value]) => effective(node, nic.name, setting) < value)
  if (wrong.length > 0)
    notes.warn(
      'arp-settings',
      server.place,
      `${node.name} holds ${vip.address} with ${levels(node, nic.name)}`,
      {
        remedy: `It takes the address from the director. There: ${wrong.map(([setting, value]) => `${setting} ${value}`).join(', ')}.`,
      },
    )
}

/** Levels from which a server keeps silent about what it has on lo (Documentation/networking/ip-sysctl.rst). */
const WANTED = [
  ['arp_ignore', 1],
  ['arp_announce', 2],
] as const

const levels = (node: Node, nic: string): string =>
  WANTED.map(([setting]) => `${setting} ${effective(node, nic, setting)}`).join(' and ')

/** The larger of all and the interface counts (IN_DEV_MAXCONF in include/linux/inetdevice.h). */
const effective = ({ sysctls }: Node, nic: string, setting: string): number =>
  Math.max(...['all', confName(nic)].map((name) => Number(sysctls[`ipv4.conf.${name}.${setting}`] ?? 0)))

const addressesOn = ({ addresses }: Node, device: string): string[] =>
  addresses.filter((one) => one.interface === device).map(({ cidr }) => cidr.split('/')[0] ?? '')

const holds = ({ addresses }: Node, address: string): boolean =>
  addresses.some(({ cidr }) => cidr.split('/')[0] === address)
