import type { FilterRule, IpvsCounters, NodeState } from '../verdict/types.ts'

/** /proc/net/snmp has these among its counters, though they do not count (RFC 4293, RFC 4022). */
const SETTINGS = /^(Ip\.(Forwarding|DefaultTTL)|Tcp\.(RtoAlgorithm|RtoMin|RtoMax|MaxConn|CurrEstab))$/

/**
 * A node's state with what was counted since an earlier one, for a world that has a past: tables are as they are now. A
 * rule or an interface that was not there before has counted from nothing.
 */
export function since(now: NodeState, before: NodeState | undefined): NodeState {
  if (before === undefined) return now
  const counters = Object.entries(now.counters).map(([name, value]): [string, number] => [
    name,
    SETTINGS.test(name) ? value : value - (before.counters[name] ?? 0),
  ])
  return {
    ...now,
    counters: Object.fromEntries(counters),
    interfaces: now.interfaces.map((nic) => {
      const past = before.interfaces.find(({ name }) => name === nic.name)
      return { ...nic, receiveErrors: nic.receiveErrors - (past?.receiveErrors ?? 0) }
    }),
    netfilter: now.netfilter.map((rule) => ruleSince(rule, before.netfilter)),
    ...(now.ipvsCounters && { ipvsCounters: ipvsSince(now.ipvsCounters, before.ipvsCounters) }),
  }
}

/** Whoever loads rules anew lets them count from nothing: then there is more in the past than now. */
function ruleSince(rule: FilterRule, past: readonly FilterRule[]): FilterRule {
  const before = past.find((one) => keyOf(one) === keyOf(rule))
  if (before === undefined || before.packets > rule.packets) return rule
  return { ...rule, packets: rule.packets - before.packets, bytes: rule.bytes - before.bytes }
}

function ipvsSince(now: IpvsCounters, before: IpvsCounters | undefined): IpvsCounters {
  const past = new Map(Object.entries(before ?? {}))
  const counted = Object.entries(now).map(([name, value]) => [name, value - (past.get(name) ?? 0)])
  return Object.fromEntries(counted) as unknown as IpvsCounters
}

const keyOf = ({ family, table, chain, rule }: FilterRule): string => [family, table, chain, rule].join(' ')
