import { type Bridge, bridgesOf, linksAt } from '../lab/topology/bridges.ts'
import type { Lab } from '../lab/types.ts'
import type { Operation } from './types.ts'

/**
 * What a frame takes on a network of which the lab does not say it, where computing takes no time: about as long as
 * between two machines in a rack. Without it, all packets of a conversation would have one time.
 */
const VIRTUAL_DELAY_US = 50

/** Frames under way at a time: more than any lab sends in a second, so that none is dropped for it (tc-netem(8)). */
const LIMIT = 100_000

/** The lab as a clock needs it: in virtual time every network has a delay. */
export function withDelays(lab: Lab, clock: 'real' | 'virtual'): Lab {
  if (clock === 'real') return lab
  const networks = lab.networks.map((network) => ({ delayUs: VIRTUAL_DELAY_US, ...network }))
  return { ...lab, networks }
}

/**
 * Lines for tc(8) that give a network its delay, in the namespace of its bridge: on the way out of each port, so that a
 * frame has left its node before it comes to another, and what nodes do to their own queues (`netem` on a timeline) is
 * something else.
 */
export function delayLines(lab: Lab, bridge: Bridge): string[][] {
  return delayed(bridge)
    ? linksAt(lab, bridge.name).map(({ port }) => ['qdisc', 'replace', ...netem(port, bridge)])
    : []
}

const netem = (port: string, { delayUs = 0 }: Bridge): string[] => [
  ...['dev', port, 'root', 'netem', 'delay', `${delayUs}us`, 'limit', `${LIMIT}`],
]

const delayed = ({ delayUs = 0 }: Bridge): boolean => delayUs > 0

/** What gives the networks of a lab the delays that they have in another; both have the same links. */
export function delayDelta(before: Lab, after: Lab): Operation[] {
  const earlier = bridgesOf(before)
  return bridgesOf(after).flatMap((bridge, index): Operation[] => {
    const past = earlier[index]?.delayUs ?? 0
    if (past === (bridge.delayUs ?? 0)) return []
    const gone = linksAt(after, bridge.name).map(({ port }) => ['qdisc', 'del', 'dev', port, 'root'])
    const lines = delayed(bridge) ? delayLines(after, bridge) : gone
    return [{ kind: 'tc', namespace: bridge.name, lines }]
  })
}

/** Between two looks at the queues: as long as the longest way, for a look costs more than this. */
const SHORTEST_PAUSE_US = 10_000

/**
 * PAUSE NETWORK...: waits until nothing is under way: two looks at all queues, one after the other, find no frame
 * waiting. What is sent on or answered meanwhile waits in the next queue when the second comes.
 */
const SETTLE = `
set -e
pause=$1 quiet=0
shift
while [ "$quiet" -lt 2 ]; do
  sleep "$pause"
  quiet=$((quiet + 1))
  for network; do
    queues=$(tc -n "$network" -s qdisc show)
    case $queues in *"backlog "[1-9]*) quiet=0 ;; esac
  done
done
`

/** A command that ends when no frame is under way on any network; undefined where none ever is. */
export function settleCommand(lab: Lab): string[] | undefined {
  const bridges = bridgesOf(lab).filter(delayed)
  if (bridges.length === 0) return undefined
  const longest = Math.max(SHORTEST_PAUSE_US, ...bridges.map(({ delayUs = 0 }) => delayUs))
  return ['sh', '-c', SETTLE, 'settle', `${longest / 1e6}`, ...bridges.map(({ name }) => name)]
}
