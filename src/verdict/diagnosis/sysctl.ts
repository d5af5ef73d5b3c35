import { confName } from '../../lab/topology/sysctl-names.ts'
import type { NodeState } from '../types.ts'

/** A per-interface setting of which the larger of `all` and the interface's own value counts (IN_DEV_MAXCONF). */
export interface Effective {
  readonly value: number
  /** `arp_ignore on eth0 is 0 (the larger of all 0 and eth0 0)` */
  readonly text: string
}

/** The value that counts on an interface, or undefined where it was not read. */
export function effective(state: NodeState, setting: string, device: string): Effective | undefined {
  const [all, own] = ['all', confName(device)].map((name) => state.sysctls[`ipv4.conf.${name}.${setting}`])
  if (all === undefined || own === undefined) return undefined
  const value = Math.max(Number(all), Number(own))
  return {
    value,
    text: `${setting} on ${device} is ${value} (the larger of all ${all} and ${device} ${own})`,
  }
}

/** That a setting was made on lo alone, where no frame arrives: a sentence, or nothing. */
export function unheard({ sysctls }: NodeState, setting: string, { value }: Effective): string {
  const onLo = Number(sysctls[`ipv4.conf.lo.${setting}`] ?? 0)
  return onLo > 0 && value === 0 ? ' It is set on lo only, which is never asked.' : ''
}
