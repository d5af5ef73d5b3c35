import { isDeepStrictEqual } from 'node:util'
import type { Lab } from '../../lab/types.ts'
import { daemonsOf } from '../daemons.ts'
import { startOf, testsOf } from '../operations.ts'
import type { DaemonPlan, Operation } from '../types.ts'

interface Part {
  readonly title: string
  readonly operations: readonly Operation[]
}

/** Daemons that are gone or told something else are ended; those that are new, or told something else, are started. */
export function daemonDelta(before: Lab, after: Lab): Part[] {
  const [past, now] = [daemonsOf(before), daemonsOf(after)]
  const gone = past.filter((one) => !has(now, one))
  const come = now.filter((one) => !has(past, one))
  return [
    { title: 'daemons ended', operations: gone.map((daemon) => ({ kind: 'stop', daemon })) },
    { title: 'configurations', operations: testsOf(come) },
    { title: 'daemons', operations: come.flatMap(startOf) },
    {
      title: 'daemons ready',
      operations: come.map((daemon) => ({ kind: 'await', daemon, until: daemon.ready })),
    },
  ]
}

function has(all: readonly DaemonPlan[], daemon: DaemonPlan): boolean {
  return all.some((one) => isDeepStrictEqual(one, daemon))
}
