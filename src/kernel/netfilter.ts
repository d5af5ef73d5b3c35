import type { FilterTable } from '../lab/types.ts'

/** Kernel modules of a table and of the matches and targets that its rules name (iptables-extensions(8)). */
export function netfilterFeatures({ family, table, rules }: FilterTable): string[] {
  const words = rules.map((rule) => rule.split(/\s+/))
  const extensions = words.flatMap((rule) => rule.flatMap((word, index) => moduleOf(word, rule[index - 1])))
  return [`${family === 'ipv4' ? 'iptable' : 'ip6table'}_${table}`, ...extensions]
}

/** `-m ipvs` is xt_ipvs, `-j MASQUERADE` xt_MASQUERADE; a protocol brings its match along. */
function moduleOf(word: string, option: string | undefined): string[] {
  if (option === '-p' || option === '--protocol') return PROTOCOLS.has(word) ? ['xt_tcpudp'] : []
  const isNamed = option === '-m' || option === '--match' || option === '-j' || option === '--jump'
  return isNamed ? [EXTENSIONS[word] ?? `xt_${word}`].filter((module) => module !== '') : []
}

const PROTOCOLS = new Set(['tcp', 'udp'])

/** Those that are built in, or that share a module (`grep -r MODULE_ALIAS net/netfilter net/ipv4/netfilter`). */
const EXTENSIONS: Readonly<Record<string, string>> = {
  ACCEPT: '',
  DROP: '',
  RETURN: '',
  icmp: '',
  icmp6: '',
  tcp: 'xt_tcpudp',
  udp: 'xt_tcpudp',
  SNAT: 'xt_nat',
  DNAT: 'xt_nat',
  MARK: 'xt_mark',
  CONNMARK: 'xt_connmark',
  REJECT: 'ipt_REJECT',
}
