import type { FilterRule } from '../verdict/types.ts'

/**
 * Rules and their counters as iptables-save(8) writes them with `-c`: a table `*nat`, policies
 * `:POSTROUTING ACCEPT [4:240]`, rules `[1:60] -A POSTROUTING -j MASQUERADE`; counted in packets and octets.
 */
export function filterRules(family: FilterRule['family'], saved: string): FilterRule[] {
  let table = ''
  return saved.split('\n').flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1)
    const rule = policyOf(line) ?? ruleOf(line)
    return rule ? [{ family, table, ...rule }] : []
  })
}

type Counted = Omit<FilterRule, 'family' | 'table'>

/** A chain that the lab has made itself has no policy: `:mine - [0:0]`. */
function policyOf(line: string): Counted | undefined {
  const [, chain = '', policy, packets, bytes] = /^:(\S+) ([A-Z]+) \[(\d+):(\d+)\]$/.exec(line) ?? []
  if (policy === undefined) return undefined
  return { chain, rule: `-P ${chain} ${policy}`, packets: Number(packets), bytes: Number(bytes) }
}

function ruleOf(line: string): Counted | undefined {
  const [, packets, bytes, rule = '', chain] = /^\[(\d+):(\d+)\] (-A (\S+).*)$/.exec(line) ?? []
  if (chain === undefined) return undefined
  return { chain, rule, packets: Number(packets), bytes: Number(bytes) }
}
