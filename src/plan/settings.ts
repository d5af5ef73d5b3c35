import { type Bridge, bridgesOf, linkDevices, linksAt } from '../lab/topology/bridges.ts'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import type { Setting } from './types.ts'

/** Settings of every namespace, grouped by namespace so that each is entered once. */
export function settingsOf(lab: Lab): Setting[] {
  return [
    ...bridgesOf(lab).flatMap((bridge) => bridgeSettings(lab, bridge)),
    ...lab.nodes.flatMap((node) => nodeSettings(node)),
  ]
}

function nodeSettings(node: Node): Setting[] {
  const sysctls = foldInterfaces(node.sysctls).map(([key, value]) => ({ namespace: node.name, key, value }))
  const devices = [...linkDevices(node), ...node.tunnels.map(({ name }) => name)]
  const offloads = devices.map((device) => ({ namespace: node.name, offloads: device }))
  return [...sysctls, ...offloads]
}

/** `ipv4.conf.{all,eth0}.arp_ignore` for interfaces that get the same value: a fifth of the lines to read. */
function foldInterfaces(sysctls: Readonly<Record<string, string>>): [key: string, value: string][] {
  const folded = new Map<string, { parts: RegExpExecArray; names: string[]; value: string }>()
  const single: [string, string][] = []
  for (const [key, value] of Object.entries(sysctls)) {
    const parts = /^(ipv[46]\.conf)\.([^.]+)\.([^.]+)$/.exec(key)
    const same = parts && folded.get(`${parts[1]} ${parts[3]} ${value}`)
    if (parts === null) single.push([key, value])
    else if (same) same.names.push(parts[2] ?? '')
    else folded.set(`${parts[1]} ${parts[3]} ${value}`, { parts, names: [parts[2] ?? ''], value })
  }
  const several = [...folded.values()].map(({ parts, names, value }): [string, string] => {
    const name = names.length === 1 ? names[0] : `{${names.join(',')}}`
    return [`${parts[1]}.${name}.${parts[3]}`, value]
  })
  return [...single, ...several]
}

/** A bridge's namespace is only a switch: it must neither speak IPv6 nor send frames through netfilter. */
function bridgeSettings(lab: Lab, { name: namespace }: Bridge): Setting[] {
  return [
    { namespace, key: 'ipv6.conf.all.disable_ipv6', value: '1' },
    { namespace, key: 'ipv6.conf.default.disable_ipv6', value: '1' },
    { namespace, key: 'bridge.bridge-nf-call-iptables', value: '0' },
    { namespace, key: 'bridge.bridge-nf-call-arptables', value: '0' },
    ...linksAt(lab, namespace).map(({ port }) => ({ namespace, offloads: port })),
  ]
}
