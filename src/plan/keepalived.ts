import { awaitedCheckers } from '../lab/keepalived/awaited.ts'
import { masterDownSeconds } from '../lab/keepalived/timers.ts'
import type { Configured } from '../lab/keepalived/types.ts'
import type { Node } from '../lab/topology/types.ts'
import type { DaemonPlan, Ready } from './types.ts'

/**
 * keepalived in the foreground with the lab's own configuration. All that it writes is its log, and the pid files in
 * its own folder.
 */
export function keepalivedPlan({ name }: Node, configured: Configured): DaemonPlan {
  return {
    name: `${name}-keepalived`,
    node: name,
    files: configured.files,
    argv: [
      'keepalived',
      ...['--dont-fork', '--log-console', '--log-detail', '--use-file', `$DIR/${configured.name}`],
      ...['--config-id', configured.director.id, '--pid', '$DIR/parent.pid', '--vrrp_pid', '$DIR/vrrp.pid'],
      ...['--checkers_pid', '$DIR/checkers.pid', '--bfd_pid', '$DIR/bfd.pid'],
    ],
    ...testOf(configured),
    begun: begunInstances(configured),
    ready: [...settledInstances(configured), ...spokenCheckers(configured)],
    reload: 'HUP',
    stop: 'TERM',
  }
}

/** `keepalived -t` in the folder of the configuration, so that it names files as the lab does. */
function testOf({ name, director, accept, known }: Configured): Pick<DaemonPlan, 'test'> {
  if (accept.includes('complaint')) return {}
  const argv = ['keepalived', '--config-test', '--use-file', name, '--config-id', director.id]
  return { test: { argv, known, remedy: ' accept: [complaint] bears it.' } }
}

/** The highest priority first: who starts earlier is master sooner, and that may be sooner than the priority wants. */
export function inOrderOfPriority(nodes: readonly Node[]): Node[] {
  const priority = ({ keepalived }: Node) =>
    Math.max(0, ...(keepalived?.director.instances ?? []).map((one) => one.priority))
  return nodes.toSorted((one, other) => priority(other) - priority(one))
}

/** keepalived reads its configuration and asks for interfaces before an instance begins to listen. */
const LONGEST_START_SECONDS = 10

function begunInstances({ director: { instances } }: Configured): Ready[] {
  const [pattern, times] = ['Entering (BACKUP|MASTER|FAULT) STATE', instances.length]
  return times === 0 ? [] : [{ kind: 'says', pattern, times, seconds: LONGEST_START_SECONDS }]
}

/** Time for the first adverts of all, and for a machine that is busy. */
const MARGIN_SECONDS = 1

/**
 * A VRRP instance is settled when it is master, or when it has been backup for as long as it takes to become master
 * (Master_Down_Interval, RFC 5798 section 6.1): then it has heard of another.
 */
function settledInstances({ director: { instances } }: Configured): Ready[] {
  if (instances.length === 0) return []
  const seconds = Math.max(...instances.map(masterDownSeconds)) + MARGIN_SECONDS
  return [{ kind: 'says', pattern: 'Entering (MASTER|FAULT) STATE', times: instances.length, seconds }]
}

/** Every checker says how its first check ended, which comes at random within its warm-up time. */
function spokenCheckers({ director }: Configured): Ready[] {
  const soon = awaitedCheckers(director)
  if (soon.length === 0) return []
  const seconds = Math.max(...soon.map(({ warmupSeconds, timeoutSeconds }) => warmupSeconds + timeoutSeconds))
  return [{ kind: 'says', pattern: SPOKEN, times: soon.length, seconds: seconds + MARGIN_SECONDS }]
}

/** What the checkers of keepalived 2.2.7 log of a first check (check_*.c). */
const SPOKEN = '( success| succeed on service|CHECK .*failed.*|Misc check for .*)\\.$'
