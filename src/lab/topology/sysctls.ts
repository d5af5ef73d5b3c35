import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import { devicesOf, type Host } from './host.ts'
import { checkSysctl } from './sysctl-check.ts'
import { CONF_DEFAULTS, confName, confNames, type FamilyKey, GLOBAL_DEFAULTS } from './sysctl-names.ts'
import type { Address } from './types.ts'

const setting = z.union([z.int(), z.string(), z.boolean()])

export const sysctlsSchema = z
  .record(z.string(), z.union([setting, z.array(setting).min(1)]))
  .describe(
    'Kernel settings without the leading net., for example { ipv4.ip_forward: 1 }; ' +
      'a list gives one value to each replica in order, repeated as often as needed',
  )

type SysctlsSpec = z.output<typeof sysctlsSchema>

/**
 * The complete set of a node. What makes it forward stands first: writing it resets other settings
 * (inet_forward_change in net/ipv4/devinet.c, addrconf_fixup_forwarding in net/ipv6/addrconf.c), such as
 * accept_redirects, which forwarding hosts have off.
 */
export function resolveSysctls(
  spec: SysctlsSpec,
  host: Host,
  held: readonly Address[],
  findings: Findings,
): Record<string, string> {
  const wanted: Record<string, string> = {}
  for (const [key, value] of Object.entries(spec)) {
    const path = [...host.path, 'sysctls', key]
    const mine = Array.isArray(value) ? value[(host.replica - 1) % value.length] : value
    wanted[key] = typeof mine === 'boolean' ? `${Number(mine)}` : `${mine}`
    checkSysctl(key, wanted[key], path, host, findings)
  }
  return { ...defaults(host, wanted['ipv4.ip_forward'] === '1'), ...defaults6(host, held), ...wanted }
}

function defaults(host: Host, forwards: boolean): Record<string, string> {
  const values = { 'ipv4.ip_forward': '0', ...GLOBAL_DEFAULTS, ...confDefaults('ipv4', confNames(host)) }
  if (!forwards) return values
  return { ...values, ...forEach(confNames(host), (name) => [`ipv4.conf.${name}.accept_redirects`, '0']) }
}

/** Interfaces without an IPv6 address have no IPv6: they would send multicast listener reports of their own. */
function defaults6(host: Host, held: readonly Address[]): Record<string, string> {
  const using = new Set(held.filter(({ cidr }) => cidr.includes(':')).map((address) => address.interface))
  if (using.size === 0) return { 'ipv6.conf.all.disable_ipv6': '1' }
  return {
    'ipv6.conf.all.forwarding': '0',
    'ipv6.conf.all.disable_ipv6': '0',
    ...forEach(devicesOf(host), (name) => [
      `ipv6.conf.${confName(name)}.disable_ipv6`,
      name === 'lo' || using.has(name) ? '0' : '1',
    ]),
    ...confDefaults('ipv6', confNames(host)),
  }
}

function confDefaults(family: FamilyKey, names: readonly string[]): Record<string, string> {
  const settings = Object.entries(CONF_DEFAULTS[family])
  return Object.fromEntries(
    names.flatMap((name) => settings.map(([key, value]) => [`${family}.conf.${name}.${key}`, value])),
  )
}

function forEach(
  names: readonly string[],
  entry: (name: string) => readonly [key: string, value: string],
): Record<string, string> {
  return Object.fromEntries(names.map(entry))
}
