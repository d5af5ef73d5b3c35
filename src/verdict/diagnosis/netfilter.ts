import type { FilterRule, NodeState } from '../types.ts'

/** Whether a rule or a policy lets nothing through, and had packets to stop. */
export function hasDropped({ rule, packets }: FilterRule): boolean {
  return packets > 0 && /(-j|-P \S+) (DROP|REJECT)\b/.test(rule)
}

/** Rules and policies that dropped packets on their way through a node. */
export function dropRules({ netfilter }: NodeState): FilterRule[] {
  return netfilter.filter((rule) => THROUGH.includes(rule.chain) && hasDropped(rule))
}

const THROUGH = ['PREROUTING', 'FORWARD', 'POSTROUTING']
