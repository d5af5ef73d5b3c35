import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import { nearest } from '../text/suggest.ts'
import type { Path } from '../text/tree.ts'
import { devicesOf, type Host } from './host.ts'

export const sysctlsSchema = z
  .record(z.string(), z.union([z.int(), z.string(), z.boolean()]))
  .describe('Kernel settings without the leading net., for example { ipv4.ip_forward: 1 }')

type SysctlsSpec = z.output<typeof sysctlsSchema>

/**
 * Per-interface settings that decide over the labs' packets, with the kernel's own defaults (net/ipv4/
 * devinet.c). A namespace inherits them from the initial one (net.core.devconf_inherit_init_net), so they are
 * written even where the default is wanted. Documented in Documentation/networking/ip-sysctl.rst.
 */
const CONF_DEFAULTS = {
  accept_local: '0',
  accept_redirects: '1',
  arp_accept: '0',
  arp_announce: '0',
  arp_filter: '0',
  arp_ignore: '0',
  log_martians: '0',
  proxy_arp: '0',
  rp_filter: '0',
  send_redirects: '1',
} as const

/** Other per-interface settings that exist and that a lab may name. */
const CONF_OTHERS = [
  'accept_source_route arp_evict_nocarrier arp_notify bc_forwarding bootp_relay disable_policy disable_xfrm',
  'drop_gratuitous_arp drop_unicast_in_l2_multicast force_igmp_version forwarding',
  'igmpv2_unsolicited_report_interval igmpv3_unsolicited_report_interval ignore_routes_with_linkdown',
  'mc_forwarding medium_id promote_secondaries proxy_arp_pvlan route_localnet secure_redirects shared_media',
  'src_valid_mark tag',
].flatMap((line) => line.split(' '))

const CONF = [...Object.keys(CONF_DEFAULTS), ...CONF_OTHERS]

/** Highest value that means something, where there is one; all of these start at 0. */
const HIGHEST: Readonly<Record<string, number>> = {
  arp_ignore: 8,
  arp_announce: 2,
  rp_filter: 2,
  arp_accept: 2,
}

const GLOBAL_DEFAULTS = {
  'ipv4.icmp_echo_ignore_all': '0',
  'ipv4.icmp_echo_ignore_broadcasts': '1',
  /** Router solicitations and multicast listener reports would clutter every capture. */
  'ipv6.conf.all.disable_ipv6': '1',
} as const

/**
 * The complete set of a node. ip_forward stands first: writing it resets accept_redirects (inet_forward_change
 * in net/ipv4/devinet.c), which forwarding hosts have off.
 */
export function resolveSysctls(spec: SysctlsSpec, host: Host, findings: Findings): Record<string, string> {
  const wanted: Record<string, string> = {}
  for (const [key, value] of Object.entries(spec)) {
    const path = [...host.path, 'sysctls', key]
    wanted[key] = typeof value === 'boolean' ? `${Number(value)}` : `${value}`
    checkKey(key, path, host, findings)
    checkValue(key, wanted[key], path, findings)
  }
  return { ...defaults(host, wanted['ipv4.ip_forward'] === '1'), ...wanted }
}

function defaults(host: Host, forwards: boolean): Record<string, string> {
  const values: Record<string, string> = { 'ipv4.ip_forward': '0', ...GLOBAL_DEFAULTS }
  for (const name of confNames(host)) {
    for (const [key, value] of Object.entries(CONF_DEFAULTS)) values[`ipv4.conf.${name}.${key}`] = value
    if (forwards) values[`ipv4.conf.${name}.accept_redirects`] = '0'
  }
  return values
}

function confNames(host: Host): string[] {
  return ['all', 'default', ...devicesOf(host)]
}

function checkKey(key: string, path: Path, host: Host, findings: Findings): void {
  const [, name = '', setting = ''] = /^ipv4\.conf\.([^.]+)\.(.+)$/.exec(key) ?? []
  const details = { part: 'key', word: key } as const
  if (key.startsWith('net.')) {
    findings.error(path, 'leave out the leading "net."', {
      part: 'key',
      suggestion: key.slice('net.'.length),
    })
  } else if (!setting) {
    checkGlobal(key, path, host, findings)
  } else if (!confNames(host).includes(name)) {
    const known = confNames(host).map((one) => `ipv4.conf.${one}.${setting}`)
    findings.error(path, `"${host.role}" has no interface "${name}"`, { ...details, known })
  } else if (!CONF.includes(setting)) {
    const known = CONF.map((one) => `ipv4.conf.${name}.${one}`)
    findings.error(path, `there is no sysctl "${key}"`, { ...details, known })
  }
}

const SHAPE = /^(?:core|ipv4|ipv6|netfilter|unix)(?:\.[a-z0-9_-]+)+$/

/** The kernel has hundreds more: what looks like one that we know is doubted, the others are let through. */
function checkGlobal(key: string, path: Path, host: Host, findings: Findings): void {
  const part = 'key'
  const known = ['ipv4.ip_forward', ...Object.keys(GLOBAL_DEFAULTS), ...confKeys(host)]
  if (!SHAPE.test(key)) findings.error(path, `there is no sysctl "${key}"`, { part, known, word: key })
  else if (!known.includes(key) && nearest(key, known))
    findings.warn(path, `is there a sysctl "${key}"?`, { part, known, word: key })
}

function confKeys(host: Host): string[] {
  return confNames(host).flatMap((name) => CONF.map((setting) => `ipv4.conf.${name}.${setting}`))
}

function checkValue(key: string, value: string, path: Path, findings: Findings): void {
  const setting = key.split('.').at(-1) ?? ''
  const highest = key === 'ipv4.ip_forward' ? 1 : key.startsWith('ipv4.conf.') ? HIGHEST[setting] : undefined
  if (/[\n\0]/.test(value)) findings.error(path, 'a sysctl is one line')
  if (highest !== undefined && !(/^\d$/.test(value) && Number(value) <= highest))
    findings.error(path, `${setting} is 0 to ${highest}, not ${value}`)
  else if (key.startsWith('ipv4.conf.') && !/^-?\d{1,10}$/.test(value))
    findings.error(path, `${setting} is a whole number, not "${value}"`)
}
