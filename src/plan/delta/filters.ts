import { isDeepStrictEqual } from 'node:util'
import { CHAINS } from '../../lab/topology/netfilter.ts'
import type { FilterTable, Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import type { NetfilterRules } from '../types.ts'

const FAMILIES = ['ipv4', 'ipv6'] as const

/** Tables that are different, loaded anew: iptables-restore(8) empties a table before it fills it. */
export function filterDelta(before: Lab, after: Lab): NetfilterRules[] {
  return after.nodes.flatMap((node, index) =>
    FAMILIES.flatMap((family) => familyDelta(before.nodes[index] ?? node, node, family)),
  )
}

function familyDelta(before: Node, after: Node, family: FilterTable['family']): NetfilterRules[] {
  const tablesOf = (node: Node) => node.netfilter.filter((one) => one.family === family)
  const [past, now] = [tablesOf(before), tablesOf(after)]
  const gone = past.filter(({ table }) => now.every((one) => one.table !== table))
  const changed = now.filter((one) => !past.some((other) => isDeepStrictEqual(one, other)))
  const tables = [...gone.map((one) => ({ ...one, rules: [] })), ...changed].map(fromNothing)
  return tables.length === 0 ? [] : [{ kind: 'netfilter', namespace: after.name, family, tables }]
}

/** An emptied table keeps its policies. */
function fromNothing(table: FilterTable): FilterTable {
  const policies = CHAINS[table.table].map((chain) => `-P ${chain} ACCEPT`)
  return { ...table, rules: [...policies, ...table.rules] }
}
