import { exitStatus } from '../../exit.ts'
import { refuse } from '../../output.ts'
import { passOn, statusOf } from './exec.ts'
import { tellProblem, withLive } from './problem.ts'

/** Prints logs of daemons; gives the exit status. */
export function logsCommand(
  name: string,
  wanted: string | undefined,
  { follow }: { readonly follow?: true },
): Promise<number> {
  return withLive(name, async (live) => {
    const status = await live.status()
    if (!status.ok) return tellProblem(status.error)
    const daemons = status.value.daemons
    const chosen = daemons.filter(({ name: daemon, node }) => [daemon, node, undefined].includes(wanted))
    if (chosen.length === 0)
      return refuse(`${name} has no such daemon; it has ${daemons.map((one) => one.name).join(', ')}`)
    const files = chosen.map((one) => `${one.name}/log`)
    const tail = ['tail', '-n', '+1', ...(follow ? ['-F'] : []), ...files]
    const argv = ['sh', '-c', 'cd "$0" && exec "$@"', status.value.inside, ...tail]
    const session = live.session({ argv }, passOn)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, session.kill)
    const end = await session.ended
    if (!end.ok) return tellProblem(end.error)
    return follow ? exitStatus('pass') : statusOf(end.value)
  })
}
