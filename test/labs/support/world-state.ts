import { expect } from 'vitest'
import type { EngineLink } from '../../../src/kernel/link.ts'
import type { Lab } from '../../../src/lab/types.ts'
import { quote } from '../../../src/plan/quote.ts'

const PATIENCE = 120_000

/** Settings that follow from how much memory a boot has left, are drawn by lot, or count. */
const RESTLESS = [
  ...['ipv4\\.tcp_mem', 'ipv4\\.udp_mem', 'ipv4\\.tcp_max_orphans', 'ipv4\\.vs\\.sync_qlen_max'],
  ...['ipv4\\.inet_peer_threshold', 'ipv4\\.tcp_fastopen_key', 'netfilter\\.nf_conntrack_count'],
]

/** MAC addresses of single hosts. Those of bridges and their ports are drawn by lot; those of nodes the plan gives. */
const MAC = /\b(?!01|33|ff|00)[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/g

/**
 * Everything in a world that the packets of a lab can depend on: namespaces, processes, modules, mounts, sockets;
 * then in each namespace addresses, routes, rules, neighbours, IPVS with its connections, tracked connections,
 * packet filters and every setting.
 */
export async function worldState(link: EngineLink, lab: Lab): Promise<Record<string, string>> {
  const namespaces = [...lab.networks.map(({ bridge }) => bridge), ...lab.nodes.map(({ name }) => name)]
  const script = [
    section('namespaces', 'ip netns list | sort'),
    section(
      'processes',
      'ps -e -o pid=,args= | sed -n "/\\[.*\\]$/d; /uml-init.sh/d; s/^ *[0-9]* *//p" | sort',
    ),
    section('modules', 'cut -d " " -f 1,4 /proc/modules | sort'),
    section('mounts', 'cut -d " " -f 2,3 /proc/mounts | sort'),
    // Pages that are set aside for TCP are counted per processor, and belong to nobody.
    section('sockets', `sed '/^TCP/s/ mem .*//' /proc/net/sockstat`),
    section('settings', settings()),
    ...namespaces.flatMap(ofNamespace),
  ]
  const input = script.join('\n')
  const result = await link.call('exec', { argv: ['sh', '-s'], input, timeoutMs: PATIENCE })
  if (!result.ok) expect.fail(result.error.message)
  const given = new Set(lab.nodes.flatMap(({ links }) => links.map(({ mac }) => mac)))
  return sections(result.value.stdout.replace(MAC, (mac) => (given.has(mac) ? mac : 'MAC')))
}

function ofNamespace(namespace: string): string[] {
  const inside = `nsenter --net=/run/netns/${quote(namespace)}`
  const commands = {
    addresses: 'ip address show',
    routes: 'ip route show table all',
    rules: 'ip rule',
    neighbours: 'ip neighbour',
    bridge: 'bridge fdb show',
    ipvs: 'sh -c "ipvsadm -Sn; ipvsadm -Lnc"',
    tracked: 'cat /proc/net/nf_conntrack',
    filters: 'sh -c "iptables-legacy-save | grep -v ^#"',
    settings: settings(),
  }
  return Object.entries(commands).map(([what, command]) =>
    section(`${what} of ${namespace}`, `${inside} ${command}`),
  )
}

function settings(): string {
  return `sh -c ${quote(`sysctl -a 2>/dev/null | grep ^net | grep -vE '^net\\.(${RESTLESS.join('|')})'`)}`
}

function section(title: string, command: string): string {
  return `printf '\\001%s\\n' ${quote(title)}; { ${command}; } 2>/dev/null || :`
}

function sections(text: string): Record<string, string> {
  const parts = text.split('\u0001').slice(1)
  return Object.fromEntries(
    parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  )
}
