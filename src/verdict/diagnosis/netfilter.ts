import type { FilterRule } from '../types.ts'

/** Whether a rule or a policy lets nothing through, and had packets to stop. */
export function hasDropped({ rule, packets }: FilterRule): boolean {
  return packets > 0 && /(-j|-P \S+) (DROP|REJECT)\b/.test(rule)
}
