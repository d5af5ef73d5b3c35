import type { ModeRoles } from './roles.ts'
import type { IpvsService } from './types.ts'
import type { View } from './view.ts'

/** The virtual service as the director's kernel has it. */
export function serviceAt(
  view: View,
  { director, vip, port }: Pick<ModeRoles, 'director' | 'vip' | 'port'>,
): IpvsService | undefined {
  return view.stateByNode
    .get(director)
    ?.ipvs.find((one) => one.protocol === 'tcp' && one.address === vip && one.port === port)
}
