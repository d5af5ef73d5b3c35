import type { Lab, Network, Node } from '../lab/types.ts'
import type { Setting } from './types.ts'

/** Settings of every namespace, grouped by namespace so that each is entered once. */
export function settingsOf(lab: Lab): Setting[] {
  return [
    ...lab.networks.flatMap((network) => networkSettings(lab, network)),
    ...lab.nodes.flatMap((node) => nodeSettings(node)),
  ]
}

function nodeSettings(node: Node): Setting[] {
  const sysctls = Object.entries(node.sysctls).map(([key, value]) => ({ namespace: node.name, key, value }))
  const offloads = node.interfaces.map((nic) => ({ namespace: node.name, offloads: nic.name }))
  return [...sysctls, ...offloads]
}

/** A bridge's namespace is only a switch: it must neither speak IPv6 nor send frames through netfilter. */
function networkSettings(lab: Lab, network: Network): Setting[] {
  const namespace = network.bridge
  const ports = lab.nodes.flatMap((node) => node.interfaces.filter((nic) => nic.network === network.name))
  return [
    { namespace, key: 'ipv6.conf.all.disable_ipv6', value: '1' },
    { namespace, key: 'ipv6.conf.default.disable_ipv6', value: '1' },
    { namespace, key: 'bridge.bridge-nf-call-iptables', value: '0' },
    { namespace, key: 'bridge.bridge-nf-call-arptables', value: '0' },
    ...ports.map((nic) => ({ namespace, offloads: nic.port })),
  ]
}
