import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { netfilterFeatures } from './netfilter.ts'

/** Kernel modules that a lab needs, whether they are loaded, loadable or built in. */
export function requiredFeatures(lab: Lab): string[] {
  const all = [
    'veth',
    'bridge',
    ...lab.nodes.flatMap((node) => [
      ...ipv6Features(node),
      ...ipvsFeatures(node),
      ...tunnelFeatures(node),
      ...vrrpFeatures(node),
    ]),
  ]
  const delayed = lab.networks.some(({ delayUs = 0 }) => delayUs > 0)
  const impaired = delayed || lab.timeline?.events.some(({ kind }) => kind === 'netem')
  const tagged = lab.networks.some(({ vlan }) => vlan !== undefined)
  const tables = lab.nodes.flatMap((node) => node.netfilter)
  const more = [...(impaired ? ['sch_netem'] : []), ...(tagged ? ['8021q'] : [])]
  return [...new Set([...all, ...more, ...tables.flatMap(netfilterFeatures)])]
}

function ipv6Features({ addresses }: Node): string[] {
  return addresses.some(({ cidr }) => cidr.includes(':')) ? ['ipv6'] : []
}

/** IPVS has settings of its own in every namespace: a node that names one needs it as well. */
function ipvsFeatures({ ipvs, sysctls }: Node): string[] {
  const named = Object.keys(sysctls).some((key) => key.startsWith('ipv4.vs.'))
  const schedulers = ipvs.map((service) => `ip_vs_${service.scheduler}`)
  return [...(named || ipvs.length > 0 ? ['ip_vs'] : []), ...schedulers]
}

/** A virtual MAC is that of a device upon the interface. */
const vrrpFeatures = ({ keepalived }: Node): string[] =>
  keepalived?.director.instances.some(({ vmac }) => vmac) ? ['macvlan'] : []

const TUNNEL_MODULES = { tunl0: 'ipip', gre0: 'ip_gre' } as const

function tunnelFeatures({ tunnels, gue }: Node): string[] {
  return [...tunnels.map(({ name }) => TUNNEL_MODULES[name]), ...(gue === undefined ? [] : ['fou'])]
}

/** Ten megabytes that the kernel writes anew for each reader: read once. */
let symbols: string | undefined

/**
 * Which of these this machine's kernel lacks. A module counts as there when it is loaded, or known to modprobe(8).
 * A kernel without /lib/modules is asked through /proc/kallsyms for a symbol that the feature has.
 */
export function missingOnHost(features: readonly string[]): string[] {
  symbols ??= textOf('/proc/kallsyms')
  const known = symbols
  const running = (feature: string) =>
    existsSync(`/sys/module/${feature}`) ||
    (TELLING_SYMBOLS[feature] !== undefined && known.includes(` ${TELLING_SYMBOLS[feature]}\n`))
  return missingInFolder(features, `/lib/modules/${release()}`).filter((feature) => !running(feature))
}

const TELLING_SYMBOLS: Readonly<Record<string, string>> = {
  veth: 'veth_xmit',
  bridge: 'br_handle_frame',
  '8021q': 'vlan_dev_hard_start_xmit',
  ip_vs: 'ip_vs_in_hook',
  ipv6: 'ipv6_rcv',
}

/** Which of these a folder of modules neither holds nor lists as built in (modules.dep(5), modules.builtin). */
export function missingInFolder(features: readonly string[], folder: string): string[] {
  const listed = ['modules.dep', 'modules.builtin'].map((name) => textOf(`${folder}/${name}`)).join('\n')
  return features.filter(
    (feature) => !new RegExp(`/${feature.replaceAll('_', '[-_]')}\\.ko`, 'm').test(listed),
  )
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
