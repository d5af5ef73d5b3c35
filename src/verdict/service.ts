import type { InferredMode } from '../journey/types.ts'
import type { ModeRoles } from './roles.ts'
import type { IpvsService } from './types.ts'
import { linkAddresses, type View } from './view.ts'

/** The virtual service as the director's kernel has it. */
export function serviceAt(
  view: View,
  { director, protocol, vip, port }: Pick<ModeRoles, 'director' | 'protocol' | 'vip' | 'port'>,
): IpvsService | undefined {
  return view.stateByNode
    .get(director)
    ?.ipvs.find((one) => one.protocol === protocol && one.address === vip && one.port === port)
}

/** How the director's kernel lists a real server of the service, in the words of what packets would show. */
export function configuredAs(view: View, roles: ModeRoles, server: string): InferredMode | undefined {
  const held = linkAddresses(view.stateByNode.get(server))
  const listed = serviceAt(view, roles)?.servers.find(({ address }) => held.includes(address))
  return listed?.method === 'tun' ? `tun-${listed.tunnel?.type ?? 'ipip'}` : listed?.method
}

/** How it has to list one for what is promised: full NAT is masquerading, and a rule of netfilter. */
export function configurationFor({ kinds }: ModeRoles, server: string): InferredMode | undefined {
  return kinds[server] === 'fullnat' ? 'nat' : kinds[server]
}
