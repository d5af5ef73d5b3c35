import { addressName } from '../../../journey/notation.ts'
import type { Names } from '../../../journey/types.ts'
import type { IpvsService, NodeState } from '../../../verdict/types.ts'

/** What a node's kernel held after the probes, one fact a line: its addresses with their names, its services. */
export function stateFacts({ interfaces, ipvs }: NodeState, names: Names): string[] {
  const own = interfaces.flatMap(({ name, addresses }) =>
    addresses.filter(isOwn).map((cidr) => `${name} ${cidr}${roleOf(cidr, names)}`),
  )
  return [...own, ...ipvs.flatMap((service) => [serviceText(service, names), serversText(service, names)])]
}

/** Neither loopback nor link-local: those every node has. */
const isOwn = (cidr: string): boolean => !/^(127\.|::1\/|fe80:)/.test(cidr)

function roleOf(cidr: string, names: Names): string {
  const role = names.addresses[cidr.split('/')[0] ?? '']
  return role === undefined ? '' : ` ${role}`
}

/** `tcp VIP:80 rr`, `fwmark 1 wlc` */
export function serviceText(service: IpvsService, names: Names): string {
  const what =
    service.protocol === 'fwmark'
      ? `fwmark ${service.mark}`
      : `${service.protocol} ${addressName(service.address, names)}:${service.port}`
  const stay = service.persistent === undefined ? '' : `, persistent ${service.persistent} s`
  return `${what} ${service.scheduler}${stay}`
}

function serversText({ servers }: IpvsService, names: Names): string {
  if (servers.length === 0) return '  → nobody'
  const methods = [...new Set(servers.map(({ method }) => method))].join(', ')
  const targets = servers.map(({ address }) => addressName(address, names))
  const shown = targets.length > 4 ? [targets[0], '…', targets.at(-1)] : targets
  return `  → ${shown.join(' ')} (${methods})`
}
