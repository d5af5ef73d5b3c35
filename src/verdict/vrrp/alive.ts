import type { VrrpMember } from '../../lab/expectations/vrrp-types.ts'
import { masterDownSeconds } from '../../lab/keepalived/timers.ts'
import type { TimedEvent } from '../../lab/timeline/types.ts'
import { momentOf } from '../timeline/clock.ts'
import type { View } from '../view.ts'

/** keepalived reads its configuration and asks for interfaces before it begins to listen. */
const START_MS = 10_000

/** What a member needs to be heard by another: its daemon, its link, and the way between them. */
const NEEDS = ['daemon', 'link', 'way'] as const

/**
 * Since when a member could be master with another as its backup, at a given moment: milliseconds since 1970-01-01 UTC.
 * Undefined where something that happened on the timeline keeps it from that then.
 */
export function aliveSince(view: View, member: VrrpMember, other: string, at: number): number | undefined {
  const { instance, node } = member
  const since = NEEDS.map((need) => wellSince(view, need, [node, other], at))
  const waits = masterDownMs(instance) + instance.preemptDelaySeconds * 1000
  return since.includes(undefined) ? undefined : Math.max(...since.map((one) => one ?? 0)) + waits
}

/** Since when what a node needs is there: from the beginning, where nothing happened to it. */
function wellSince(
  view: View,
  need: (typeof NEEDS)[number],
  [node, other]: readonly [string, string],
  at: number,
): number | undefined {
  const happened = (view.lab.timeline?.events ?? []).flatMap((event) => {
    const moment = momentOf(view, event.name)
    const isOf = EFFECTS[event.kind]?.need === need && concerns(event, node, other)
    return isOf && moment !== undefined && moment <= at ? [{ event, moment }] : []
  })
  const last = happened.at(-1)
  if (last === undefined) return -Infinity
  return EFFECTS[last.event.kind]?.well ? last.moment + START_MS : undefined
}

type Effect = { readonly need: (typeof NEEDS)[number]; readonly well: boolean }

const EFFECTS: Readonly<Partial<Record<TimedEvent['kind'], Effect>>> = {
  stop: { need: 'daemon', well: false },
  kill: { need: 'daemon', well: false },
  freeze: { need: 'daemon', well: false },
  thaw: { need: 'daemon', well: true },
  start: { need: 'daemon', well: true },
  down: { need: 'link', well: false },
  up: { need: 'link', well: true },
  cut: { need: 'way', well: false },
  join: { need: 'way', well: true },
}

function concerns(event: TimedEvent, node: string, other: string): boolean {
  if (event.kind === 'cut' || event.kind === 'join')
    return [node, other].every((one) => event.nodes.includes(one))
  if (event.kind === 'down' || event.kind === 'up') return event.node === node
  return 'daemon' in event && event.node === node && event.daemon === 'keepalived'
}

/** The same in milliseconds; see `masterDownSeconds`. */
export const masterDownMs = (instance: VrrpMember['instance']): number => masterDownSeconds(instance) * 1000
