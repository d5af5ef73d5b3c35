import type { FilterTable } from '../lab/topology/types.ts'

/** Kernel modules of a table and of the matches and targets that its rules name (iptables-extensions(8)). */
export function netfilterFeatures({ family, table, rules }: FilterTable): string[] {
  const words = rules.map((rule) => rule.split(/\s+/))
  const chains = words.flatMap(([command, chain = '']) => (command === '-N' ? [chain] : []))
  const needless = new Set([...chains, ...BUILT_IN])
  const extensions = words.flatMap((rule) =>
    rule.flatMap((word, index) => extensionOf(word, rule[index - 1])),
  )
  const modules = extensions.filter((name) => !needless.has(name)).map((name) => moduleOf(name, family))
  return [`${family === 'ipv4' ? 'iptable' : 'ip6table'}_${table}`, ...new Set(modules)]
}

/** What follows `-m` and `-j` is one; a protocol brings its match along. */
function extensionOf(word: string, option: string | undefined): string[] {
  if (option === '-p' || option === '--protocol') return word === 'tcp' || word === 'udp' ? [word] : []
  return option !== undefined && NAMING.has(option) ? [word] : []
}

const NAMING = new Set(['-m', '--match', '-j', '--jump'])

const BUILT_IN = ['ACCEPT', 'DROP', 'RETURN', 'icmp', 'icmp6']

/** `-m ipvs` is xt_ipvs, `-j MASQUERADE` xt_MASQUERADE; some share a module (MODULE_ALIAS in net/netfilter). */
function moduleOf(name: string, family: FilterTable['family']): string {
  if (name === 'REJECT') return family === 'ipv4' ? 'ipt_REJECT' : 'ip6t_REJECT'
  return `xt_${SHARED[name] ?? name}`
}

const SHARED: Readonly<Record<string, string>> = {
  tcp: 'tcpudp',
  udp: 'tcpudp',
  SNAT: 'nat',
  DNAT: 'nat',
  MARK: 'mark',
  CONNMARK: 'connmark',
  NOTRACK: 'CT',
  TTL: 'HL',
  TOS: 'DSCP',
  ttl: 'hl',
  tos: 'dscp',
}
